"""Page models: the comparison with its sections, and the page of one model. Pure functions of the
data of models. May import `reports.data`, `reports.values` and `reports.model`.
"""

"""The page models: comparison, model, and the sections of a comparison. Pure functions of what is
known of the models. May import `reports.data`, `reports.values` and `reports.model`.
"""

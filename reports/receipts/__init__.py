"""Receipt pages: of each archived document, what it states of a model, each fact with its quote in
the lines around it. May import `reports.data` and `reports.values`.
"""

"""The data of one model, each value built once for all pages that it stands on. May import
`reports.data` and `reports.values`.
"""

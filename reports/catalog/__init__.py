"""The published catalog for other programs: models, offers, changes and costs as typed records
(docs/library.md). May import `reports.data`, `reports.values` and `reports.bill`.
"""

"""What is known of one model, each value made once for all the pages that it stands on. May import
`reports.data` and `reports.values`.
"""

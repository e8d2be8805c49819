"""What refuses a page: rules that a page model must keep, each with the two places that cannot both
be right. May import `reports.values`, `reports.model` and `reports.pages`.
"""

"""What every format of a table begins with: the offers of the catalog, what a format can say of
them, and the account of what it cannot. May import `pipeline.facts` and `spiders`.
"""

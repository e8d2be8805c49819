"""The catalog against someone else's table of prices: a reader for each format, and the comparison
of what both state. May import `pipeline.facts` and `pipeline.identity`.
"""

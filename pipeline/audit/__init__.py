"""The catalog against someone else's table of prices: the comparison of what both state, and a patch
to the table. May import `pipeline.facts`, `pipeline.identity` and `pipeline.tables`.
"""

"""Formats in which tables of prices are kept: what each of their fields means, for reading a table
of somebody else's and for writing the catalog as one. May import `pipeline.facts`.
"""

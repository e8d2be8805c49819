"""The DuckDB warehouse: stored tables, derived tables, documented views, and the SQL that loads,
derives, checks and asks. May import no other package.
"""

"""The DuckDB warehouse: stored tables, derived tables, documented views. Knows no spider and no pipeline."""

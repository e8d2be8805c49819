"""The catalog as files: tables in JSON and Parquet with their schemas and descriptions, and the
calendar of endings. May import `reports.data` and `reports.values`.
"""

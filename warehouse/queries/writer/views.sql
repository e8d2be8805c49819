-- Every view, internal ones included.
SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal;

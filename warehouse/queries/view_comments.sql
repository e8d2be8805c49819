-- Every view and its comment.
SELECT view_name, comment FROM duckdb_views() WHERE NOT internal;

-- The columns of every view.
SELECT table_name, column_name
FROM duckdb_columns()
SEMI JOIN (SELECT view_name AS table_name FROM duckdb_views()) USING (table_name)
WHERE NOT internal
ORDER BY ALL;

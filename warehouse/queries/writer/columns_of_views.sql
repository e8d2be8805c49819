-- The columns of every view.
SELECT schema_name, table_name, column_name
FROM duckdb_columns()
SEMI JOIN (SELECT schema_name, view_name AS table_name FROM duckdb_views()) USING (schema_name, table_name)
WHERE NOT internal
ORDER BY ALL;

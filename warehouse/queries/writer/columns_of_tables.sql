-- The columns of every table.
SELECT table_name, column_name
FROM duckdb_columns()
SEMI JOIN duckdb_tables() USING (table_name)
WHERE NOT internal
ORDER BY ALL;

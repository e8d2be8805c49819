-- The columns of every table.
SELECT schema_name, table_name, column_name
FROM duckdb_columns()
SEMI JOIN duckdb_tables() USING (schema_name, table_name)
WHERE NOT internal
ORDER BY ALL;

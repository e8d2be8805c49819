-- The tables that are not for readers.
SELECT table_name FROM duckdb_tables() WHERE schema_name = 'internal';

-- The columns of the public views, in order, with their types and meanings: what the API's schema is made of.
SELECT table_name, column_name, data_type, comment, is_nullable
FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index;

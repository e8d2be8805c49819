-- The tables in main, where readers look. Today there is none; versions until 0.2 kept all of them there.
SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary;

-- Reads every value of one table: a damaged block shows only when it is read.
SELECT bit_xor(hash(stored)) FROM query_table($table) AS stored;

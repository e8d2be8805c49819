-- A fact key stored twice.
SELECT key_id, count(*) FROM fact_key GROUP BY key_id HAVING count(*) > 1;

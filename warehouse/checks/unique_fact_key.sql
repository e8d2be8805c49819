-- A fact key stored twice.
SELECT key_id, count(*) FROM fact_key SEMI JOIN unpublished_key USING (key_id) GROUP BY key_id HAVING count(*) > 1;

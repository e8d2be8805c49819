-- A fact key stored twice.
SELECT key_id, count(*)
FROM internal.fact_key SEMI JOIN internal.unpublished_key USING (key_id)
GROUP BY key_id HAVING count(*) > 1;

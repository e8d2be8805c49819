-- The claims on models that were set aside.
SELECT * FROM internal.cited_set_aside ORDER BY model_id

-- Every fact on a model with its receipt.
SELECT * FROM internal.cited_fact ORDER BY model_id

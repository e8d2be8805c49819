-- Every model.
SELECT * FROM models ORDER BY model_id

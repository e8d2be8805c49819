-- The scores of each model.
SELECT * FROM scores ORDER BY model_id

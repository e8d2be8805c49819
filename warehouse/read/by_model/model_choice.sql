-- What wins of each model and attribute.
SELECT * FROM internal.model_choice ORDER BY model_id, attribute

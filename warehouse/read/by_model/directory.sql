-- Every model, as lists and links show it.
SELECT * FROM internal.directory ORDER BY model_id

-- What each model can do.
SELECT * FROM capabilities ORDER BY model_id, capability

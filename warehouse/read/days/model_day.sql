-- The days of each model. The prices of the past and the reviews that they come from are read of all models.
SELECT * FROM internal.model_day WHERE model_id IN (FROM temp.touched_model) ORDER BY model_id, day

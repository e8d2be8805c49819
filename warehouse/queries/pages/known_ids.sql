-- Every model of which anything is known on the day.
SELECT DISTINCT model_id FROM known WHERE model_id IS NOT NULL;

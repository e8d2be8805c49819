-- Every model of which anything is known on the day.
SELECT DISTINCT model_id FROM fact_as_of WHERE model_id IS NOT NULL;

-- Every name by which pages call a model.
SELECT DISTINCT model_id, subject_stated AS name FROM internal.identity WHERE model_id IS NOT NULL
UNION
SELECT model_id, value_text FROM internal.fact_as_of WHERE attribute IN ('name', 'alias') AND model_id IS NOT NULL
ORDER BY ALL;

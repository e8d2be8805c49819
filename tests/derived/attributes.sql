-- The winning value of every attribute, named as pages name it.
SELECT model_id || ' ' || attribute AS about, value_text, value_number, fact_id
FROM model_fact WHERE model_id IN (SELECT unnest($models));

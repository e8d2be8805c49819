-- The winning value of every attribute of the models asked for.
SELECT model_id, attribute, value_text, fact_id
FROM query_table(ready('model_fact')) WHERE model_id IN (SELECT unnest($models)) ORDER BY model_id, attribute;

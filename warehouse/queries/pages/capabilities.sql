-- What the models asked for can do, by all statements.
SELECT model_id, capability, state, yes_fact_id, no_fact_id FROM query_table(ready('capabilities'))
WHERE model_id IN (SELECT unnest($models)) ORDER BY model_id, capability;

-- Benchmark scores of the models asked for.
SELECT model_id, benchmark, version, variant, runner, value, unit, measured_date, fact_id
FROM query_table(ready('scores'))
WHERE model_id IN (SELECT unnest($models)) ORDER BY benchmark, version, variant, runner, model_id, value, fact_id;

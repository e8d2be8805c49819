-- Benchmark scores of the models asked for.
SELECT model_id, benchmark, version, variant, runner, value, unit, measured_date, fact_id
FROM scores WHERE list_contains($models, model_id) ORDER BY benchmark, version, variant, runner, model_id, value, fact_id;

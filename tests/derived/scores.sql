-- The scores of each benchmark, version, variant and runner, named as pages name them.
SELECT model_id || ' score ' || concat_ws(', ', benchmark, version, variant, runner) AS about, list(value) AS found
FROM scores WHERE model_id IN (SELECT unnest($models)) GROUP BY about;

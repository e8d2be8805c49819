-- The best scores on the benchmark that most models have, with who ran it.
SELECT benchmark, model_id, value, unit, runner, measured_date
FROM scores
WHERE benchmark = (SELECT benchmark FROM scores GROUP BY benchmark ORDER BY count(DISTINCT model_id) DESC LIMIT 1)
ORDER BY value DESC
LIMIT 25;

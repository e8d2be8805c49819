-- The values that stand against each of some facts in a dispute that is open.
WITH dispute AS (
    SELECT statements FROM disputes WHERE state = 'open'
), asked AS (
    SELECT unnest($facts::VARCHAR[]) AS fact_id
)
SELECT fact_id, value
FROM (
    SELECT a.fact_id, unnest(d.statements) AS said
    FROM asked a JOIN dispute d ON list_contains([s.fact_id FOR s IN d.statements], a.fact_id)
), LATERAL (SELECT said.value AS value, said.fact_id AS rival_id)
WHERE rival_id <> fact_id
ORDER BY fact_id, value;

-- The values that stand against one fact in a dispute that is open.
SELECT s.value FROM (
    SELECT unnest(statements) AS s FROM disputes
    WHERE state = 'open' AND list_contains([s.fact_id FOR s IN statements], $fact)
) WHERE s.fact_id <> $fact ORDER BY s.value;

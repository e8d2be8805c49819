-- The headline of every route that a page calls by one of these names: $providers and $names are pairs in one order.
WITH asked AS (
    SELECT DISTINCT unnest($providers) AS provider, unnest($names) AS stated_name
), called AS (
    SELECT DISTINCT a.provider, a.stated_name, f.route_id
    FROM facts f
    JOIN asked a ON a.provider = f.provider AND a.stated_name = f.subject_stated
    WHERE f.route_id IS NOT NULL
)
SELECT c.provider AS asked_provider, c.stated_name AS asked_name, o.*
FROM called c
JOIN offers o USING (route_id)

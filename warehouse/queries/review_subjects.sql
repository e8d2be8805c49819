-- The models, providers or sources ($kind) with values that a person can go through: those whose values are sold most
-- first, then those that are most behind. `open` counts the values that were never accepted, or not since they changed.
WITH named AS (
    SELECT CASE $kind WHEN 'model' THEN f.model_id WHEN 'provider' THEN f.provider ELSE f.source END AS name,
           f.route_id, f.fact_id, f.state, f.review_rank, f.last_reviewed_at, f.first_seen_at
    FROM internal.fact_as_of f
)
SELECT name, count(DISTINCT route_id) AS offers, count(*) AS values,
       count(*) FILTER (WHERE last_reviewed_at >= first_seen_at) AS reviewed,
       count(*) FILTER (WHERE review_rank < 2 AND coalesce(last_reviewed_at < first_seen_at, TRUE)) AS open,
       count(*) FILTER (WHERE state = 'held') AS held, max(last_reviewed_at)::DATE AS last_reviewed
FROM named WHERE name IS NOT NULL
GROUP BY name
ORDER BY open + held = 0, offers DESC, open DESC, name;

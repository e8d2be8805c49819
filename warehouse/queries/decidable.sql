-- Facts that a person can decide on, by the beginning of their id.
SELECT DISTINCT fact_id FROM fact_version WHERE starts_with(fact_id, $fact);

-- How old the facts are, oldest first.
SELECT source, attribute, tier, facts, missing, past_warn, past_error, oldest_check_at, age_days, state
FROM freshness ORDER BY state = 'fresh', age_days DESC NULLS LAST, source, attribute, tier;

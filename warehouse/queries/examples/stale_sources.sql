-- Sources whose facts are past the age that the policy allows, oldest first.
SELECT source, attribute, tier, age_days, past_warn, past_error, state
FROM freshness
WHERE state <> 'fresh'
ORDER BY age_days DESC, source, attribute, tier;

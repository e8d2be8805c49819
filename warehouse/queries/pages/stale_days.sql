-- How many days after its last check a fact is stale, by source, attribute and price tier.
SELECT source, attribute, tier, checked_error_days FROM query_table(ready('freshness'))
ORDER BY source, attribute, tier;

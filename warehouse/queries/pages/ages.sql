-- How old the facts of each source, kind and price tier are.
SELECT source, attribute, tier, state, newest_check_at, oldest_check_at, facts, never_reviewed, past_error
FROM freshness ORDER BY source, attribute, tier NULLS FIRST;

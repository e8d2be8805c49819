-- How old the facts of each source and kind are.
SELECT source, attribute, state, newest_check_at, oldest_check_at, facts, never_reviewed FROM freshness ORDER BY source, attribute;

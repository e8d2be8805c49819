-- How every source stands.
SELECT source, publisher, state, last_answered_at, facts, missing, held, errors FROM sources ORDER BY source;

-- How every source stands, worst first.
SELECT source, state, last_answered_at, last_whole_at, facts, missing, held, errors, unread,
       coalesce(first_error, last_detail) AS detail
FROM sources
ORDER BY array_position(['failing', 'broken', 'never tried', 'stale', 'fresh', 'off'], state), source;

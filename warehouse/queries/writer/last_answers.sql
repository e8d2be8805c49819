-- Every page that was asked for: when it was last answered, in whatever way, and whether the newest try failed.
SELECT source, document, kind, url, max(seen_at) FILTER (WHERE outcome <> 'failed') AS answered_at,
       arg_max(outcome, seen_at) = 'failed' AS has_failed
FROM internal.page WHERE form = 'fetched' GROUP BY source, document, kind, url ORDER BY source, document, kind, url;

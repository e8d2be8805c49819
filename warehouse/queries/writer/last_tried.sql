-- When each source was last fetched from.
SELECT source, max(seen_at) FROM internal.page WHERE form = 'fetched' GROUP BY source;

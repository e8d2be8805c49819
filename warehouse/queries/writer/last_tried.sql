-- When each source was last fetched from.
SELECT source, max(seen_at) FROM page WHERE form = 'fetched' GROUP BY source;

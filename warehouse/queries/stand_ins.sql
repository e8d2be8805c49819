-- The servers that answered for publishers on the newest page of each source: a mirror, or samples (--base-url). An
-- address that holds the whole of another host's stands for it.
WITH newest AS (
    SELECT source, arg_max(url, (seen_at, url)) AS url, arg_max(answered_url, (seen_at, url)) AS answered_url
    FROM internal.page WHERE form = 'fetched' AND outcome = 'ok' AND seen_at < as_of_end() GROUP BY source
)
SELECT regexp_extract(answered_url, '^(https?://[^/]+)', 1) AS server, count(*) AS sources,
       string_agg(source, ', ' ORDER BY source) AS names
FROM newest
WHERE regexp_extract(answered_url, '^https?://[^/]+/(.*)', 1) LIKE regexp_extract(url, '^https?://([^/]+)', 1) || '/%'
GROUP BY server ORDER BY server;

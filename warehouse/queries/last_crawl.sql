-- How each planned link of the last crawl of every source ended. Attempts of one run are one crawl, in which the last
-- outcome of a link counts.
WITH fetched AS (
    SELECT source, url, outcome, detail, seen_at, regexp_replace(run_id, '-attempt\d+$', '') AS crawl, run_id
    FROM pages WHERE form = 'fetched'
), last_crawl AS (
    SELECT source, arg_max(crawl, seen_at) AS crawl FROM fetched GROUP BY source
)
SELECT i.publisher, f.source, f.url, arg_max(f.outcome, (f.seen_at, f.run_id)) AS outcome,
       arg_max(f.detail, (f.seen_at, f.run_id)) AS detail, any_value(crawl) AS crawl
FROM fetched f JOIN last_crawl USING (source, crawl) JOIN internal.source_info i USING (source)
GROUP BY i.publisher, f.source, f.url
ORDER BY i.publisher, f.source, f.url;

-- Every source: when it was last tried, last answered, last read whole, and what is wrong with its newest pages.
CREATE OR REPLACE VIEW sources AS
WITH tried AS (
    SELECT source, max(seen_at) AS last_tried_at,
           max(seen_at) FILTER (WHERE outcome IN ('ok', 'not_modified')) AS last_answered_at,
           count(*) AS retrievals, arg_max(outcome, (seen_at, url)) AS last_outcome,
           arg_max(detail, (seen_at, url)) AS last_detail
    FROM internal.page WHERE seen_at < as_of_end() GROUP BY source
), newest AS (
    SELECT source, document, max(page_seq) AS page_seq FROM internal.page_order WHERE seen_at < as_of_end() GROUP BY ALL
), broken AS (
    SELECT n.source, count(*) AS errors, min(f.part || ': ' || f.message) AS first_error
    FROM newest n JOIN internal.page_order o USING (source, document, page_seq)
    JOIN internal.finding f ON f.source = o.source AND f.document = o.document AND f.sha256 = o.sha256
        AND f.kind <> 'unread'
    GROUP BY n.source
), unread AS (
    SELECT n.source, count(*) AS unread
    FROM newest n JOIN internal.page_order o USING (source, document, page_seq)
    JOIN internal.finding f ON f.source = o.source AND f.document = o.document AND f.sha256 = o.sha256
        AND f.kind = 'unread'
    GROUP BY n.source
), read AS (
    SELECT o.source, max(o.seen_at) FILTER (WHERE e.is_whole) AS last_whole_at, count(*) AS pages_read
    FROM internal.page_order o JOIN internal.extraction e USING (source, document, sha256)
    WHERE o.seen_at < as_of_end() GROUP BY o.source
), stating AS (
    SELECT source, count(*) AS facts, count(*) FILTER (WHERE state = 'missing') AS missing,
           count(*) FILTER (WHERE state = 'held') AS held
    FROM internal.fact_as_of GROUP BY source
)
SELECT s.source, s.publisher, s.lineage, s.every_hours, t.last_tried_at, t.last_outcome, t.last_detail,
       t.last_answered_at, r.last_whole_at, coalesce(r.pages_read, 0) AS pages_read, coalesce(c.facts, 0) AS facts,
       coalesce(c.missing, 0) AS missing, coalesce(c.held, 0) AS held, coalesce(b.errors, 0) AS errors, b.first_error,
       coalesce(u.unread, 0) AS unread,
       CASE WHEN s.source IN (FROM internal.source_off) THEN 'off'
            WHEN t.last_tried_at IS NULL THEN 'never tried'
            WHEN t.last_outcome NOT IN ('ok', 'not_modified') THEN 'failing'
            WHEN b.errors > 0 THEN 'broken'
            WHEN t.last_answered_at + to_hours(s.every_hours * 2) < least(as_of_end(), now()) THEN 'stale'
            ELSE 'fresh' END AS state
FROM internal.source_info s
LEFT JOIN tried t USING (source)
LEFT JOIN read r USING (source)
LEFT JOIN broken b USING (source)
LEFT JOIN unread u USING (source)
LEFT JOIN stating c USING (source);
COMMENT ON VIEW sources IS 'One row per source and how it stands.';

-- What needs a person: one row per cause, with what happened, since when, what was kept and what to do. A source in
-- trouble warns at once and is an error when its facts are past their error age; its ageing facts are no second alert.
-- Held values are an error after a week, a blocked generation at once. What concerns runs (no refresh, one that died)
-- is read from files alone: pipeline/alerting/watch.py.
CREATE OR REPLACE VIEW alerts AS
WITH last_crawl AS (
    SELECT source, arg_max(run_id, (seen_at, run_id)) AS run_id
    FROM internal.page WHERE form = 'fetched' AND seen_at < as_of_end() GROUP BY source
), answer AS (
    SELECT p.source, p.document, p.url, p.outcome, p.detail, p.run_id, p.seen_at,
           p.outcome IN ('ok', 'not_modified') AS is_page,
           max(CASE WHEN is_page THEN p.seen_at END) OVER (PARTITION BY p.source, p.document) AS last_page_at
    FROM internal.page p WHERE p.form = 'fetched' AND p.seen_at < as_of_end()
), failing AS (
    SELECT a.source, min(a.seen_at) AS since_at,
           count(DISTINCT a.document) FILTER (WHERE a.run_id = c.run_id) AS pages,
           min(a.url || ' ' || a.outcome || ': ' || a.detail) FILTER (WHERE a.run_id = c.run_id) AS example
    FROM answer a JOIN last_crawl c USING (source)
    -- What only another source's page names was promised by nobody (spiders/archive/outcome.py).
    WHERE NOT a.is_page AND NOT starts_with(a.detail, 'named by another page: ')
        AND (a.last_page_at IS NULL OR a.seen_at > a.last_page_at)
    GROUP BY a.source HAVING pages > 0
), newest AS (
    SELECT source, document, max(page_seq) AS page_seq FROM internal.page_order WHERE seen_at < as_of_end() GROUP BY ALL
), bad_part AS (
    SELECT n.source, n.document, f.part, min(f.message) AS message, any_value(o.sha256) AS sha256
    FROM newest n JOIN internal.page_order o USING (source, document, page_seq)
    JOIN internal.finding f ON f.source = o.source AND f.document = o.document AND f.sha256 = o.sha256
        AND f.kind <> 'unread'
    GROUP BY ALL
), reading AS (
    SELECT b.source, b.document, b.part, b.message, b.sha256, o.page_seq, o.seen_at,
           bool_or(f.part IS NOT NULL) AS is_bad
    FROM bad_part b
    JOIN internal.page_order o ON o.source = b.source AND o.document = b.document AND o.seen_at < as_of_end()
    LEFT JOIN internal.finding f ON f.source = o.source AND f.document = o.document AND f.sha256 = o.sha256
        AND f.part = b.part AND f.kind <> 'unread'
    GROUP BY ALL
), broken AS (
    SELECT source, part, min(message) AS example, arg_min(sha256, message) AS sha256,
           count(DISTINCT document) AS pages, min(seen_at) AS since_at
    FROM (SELECT *, max(CASE WHEN NOT is_bad THEN page_seq END) OVER (PARTITION BY source, document, part) AS last_good
        FROM reading)
    WHERE page_seq > coalesce(last_good, 0)
    GROUP BY source, part
), thin AS (
    -- Since the first page after the last whole one.
    SELECT n.source, count(*) AS pages, min(b.since_at) AS since_at, any_value(o.sha256) AS sha256,
           min(page_id_of(o.source, o.document, o.sha256)) AS page_id,
           min(n.document || ': ' || w.lost || ' of ' || w.believed || ' that are believed are not on it') AS example
    FROM newest n
    JOIN internal.page_order o USING (source, document, page_seq)
    JOIN internal.page_wholeness w USING (source, document, page_seq)
    JOIN LATERAL (
        SELECT min(p.seen_at) AS since_at
        FROM internal.page_order p
        WHERE p.source = n.source AND p.document = n.document AND p.page_seq <= n.page_seq
            AND p.page_seq > coalesce((
                SELECT max(g.page_seq) FROM internal.page_wholeness g
                WHERE g.source = n.source AND g.document = n.document AND g.page_seq < n.page_seq AND g.is_whole), 0)
    ) b ON TRUE
    WHERE NOT w.is_whole AND o.is_read_whole
    GROUP BY n.source
), stale AS (
    SELECT source, last_answered_at, last_answered_at + to_hours(every_hours * 2) AS since_at
    FROM sources WHERE state = 'stale' AND source NOT IN (SELECT source FROM failing)
), standing AS (
    SELECT source, sum(facts) AS facts, min(oldest_check_at) AS checked_at, min(old_since) AS old_since,
           sum(past_warn) AS past_warn, sum(past_error) AS past_error,
           string_agg(DISTINCT concat_ws(' ', tier, attribute), ', ' ORDER BY concat_ws(' ', tier, attribute))
               FILTER (WHERE state <> 'fresh') AS old_attributes
    FROM freshness GROUP BY source
), keeping AS (
    SELECT i.source, i.publisher, CASE WHEN s.past_error > 0 THEN 'error' ELSE 'warn' END AS severity,
           coalesce('the last good values stand with their dates: ' || s.facts || ' facts, the oldest checked '
               || utc_text(s.checked_at),
                    'no fact yet comes from it') AS kept
    FROM internal.source_info i LEFT JOIN standing s USING (source)
    WHERE i.source NOT IN (FROM internal.source_off)
), held AS (
    SELECT source, count(DISTINCT fact_id) AS waiting, min(since_at) AS since_at,
           min(subject_stated || ' ' || concat_ws(' ', attribute, meter, nullif(qualifiers, '')) || ' '
               || coalesce(published_value, '?') || ' -> ' || proposed_value || ' (' || reasons || ')') AS example
    FROM query_table(ready('reviews')) WHERE state = 'open' GROUP BY source
), last_run AS (
    SELECT arg_max(outcome, run_id) AS outcome, arg_max(detail, run_id) AS detail,
           max(CASE WHEN outcome <> 'blocked' THEN run_id END) AS last_published
    FROM runs WHERE outcome IS NOT NULL AND finished_at < as_of_end()
)
SELECT 'source-failing/' || source AS cause, 'source-failing' AS kind, k.severity, source, f.since_at,
       f.pages || CASE WHEN f.pages = 1 THEN ' page of ' ELSE ' pages of ' END || source || ' gave no page: '
           || f.example AS happened, k.kept,
       'open the url in a browser; when it answers, `cardkeep refresh ' || k.publisher
           || '`; when it has moved, change the link in spiders/sources/' || source || '.py' AS todo
FROM failing f JOIN keeping k USING (source)
UNION ALL
SELECT 'part-broken/' || source || '/' || b.part, 'part-broken',
       CASE WHEN days_after(b.since_at, 7) < as_of_now() THEN 'error' ELSE k.severity END, source, b.since_at,
       'the part ' || b.part || ' of ' || source || ' cannot be read' || CASE WHEN b.pages > 1 THEN ' on ' || b.pages
           || ' pages' ELSE '' END || ': ' || b.example, k.kept,
       'the page changed: `cardkeep archive show ' || b.sha256[:12] || '` prints it; repair spiders/sources/' || source
           || '.py (docs/writing-sources.md), then `cardkeep replay`'
FROM broken b JOIN keeping k USING (source)
UNION ALL
SELECT 'page-thin/' || source, 'page-thin', k.severity, source, t.since_at,
       t.pages || CASE WHEN t.pages = 1 THEN ' page of ' ELSE ' pages of ' END || source
           || ' lost more than a tenth of what is believed: ' || t.example,
       'nothing is taken to be gone because of it, however often it comes; ' || k.kept,
       '`cardkeep archive show ' || t.sha256[:12] || '` prints it: when it is right, `cardkeep review accept '
           || t.page_id || '` and the next refresh takes it; when not, repair spiders/sources/' || source
           || '.py, then `cardkeep replay`'
FROM thin t JOIN keeping k USING (source)
WHERE t.source NOT IN (SELECT source FROM broken)
UNION ALL
SELECT 'source-stale/' || source, 'source-stale', k.severity, source, s.since_at,
       source || ' was last answered ' || utc_text(s.last_answered_at)
           || ' and has not been fetched for two of its periods', k.kept,
       '`cardkeep refresh ' || k.publisher
           || '`; look whether the file of the source loads (`cardkeep source list`) and the nightly timer runs'
FROM stale s JOIN keeping k USING (source)
UNION ALL
SELECT 'values-held/' || h.source, 'values-held',
       CASE WHEN days_after(h.since_at, 7) < as_of_now() THEN 'error' ELSE 'warn' END, h.source, h.since_at,
       h.waiting || CASE WHEN h.waiting = 1 THEN ' value waits' ELSE ' values wait' END || ' for a person, such as '
           || h.example,
       'the value before stays published',
       '`cardkeep review`, then `cardkeep review accept` or `reject` with the fact''s id and a reason'
FROM held h
WHERE h.source NOT IN (FROM internal.source_off)
UNION ALL
SELECT 'facts-old/' || s.source, 'facts-old', CASE WHEN s.past_error > 0 THEN 'error' ELSE 'warn' END, s.source,
       s.old_since, s.past_warn || ' facts of ' || s.source || ' (' || s.old_attributes
       || ') are past the age that the policy allows since their last check or review', k.kept,
       '`cardkeep sql "FROM freshness WHERE source = ''' || s.source
           || '''"` shows which date is old: `cardkeep refresh ' || k.publisher
               || '` checks, `cardkeep review accept` reviews'
FROM standing s JOIN keeping k USING (source)
WHERE s.past_warn > 0 AND s.source NOT IN (SELECT source FROM failing UNION ALL SELECT source FROM broken
    UNION ALL SELECT source FROM stale)
UNION ALL
SELECT 'publishing-blocked', 'publishing-blocked', 'error', NULL,
       (SELECT min(finished_at) FROM runs WHERE outcome = 'blocked' AND finished_at < as_of_end()
           AND (l.last_published IS NULL OR run_id > l.last_published)),
       l.detail, 'readers keep the generation before; every page is archived',
       'repair what the checks name, then `cardkeep replay`'
FROM last_run l WHERE l.outcome = 'blocked';
COMMENT ON VIEW alerts IS 'One row per cause that needs a person. docs/alerts.md says what each means.';

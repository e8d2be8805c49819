-- The facts as of the day asked for, or now, with the last page that confirms each and the rate of that page's day.
-- Which of the two is read is decided before the query is planned, so that only that one is planned.
CREATE OR REPLACE VIEW fact_as_of AS
WITH standing AS (
    FROM query_table(CASE WHEN getvariable('as_of') IS NULL THEN 'current_fact' ELSE 'standing_fact' END)
), document_at AS (
    SELECT source, document, max(seen_at) AS last_page_at, max(page_seq) AS last_page_seq
    FROM page_order WHERE seen_at < as_of_end() GROUP BY ALL
), checked AS (
    SELECT v.* EXCLUDE (last_seen_at, last_page_seq), least(v.last_seen_at, d.last_page_at) AS last_checked_at,
           least(v.last_page_seq, d.last_page_seq) AS receipt_page_seq
    FROM standing v JOIN document_at d USING (source, document)
)
SELECT c.* REPLACE (
           coalesce(c.usd_per_mtok, converted(per_mtok(c.value_number, c.unit), e.usd)) AS usd_per_mtok),
       e.usd AS exchange_rate, e.rate_date AS exchange_rate_date
FROM checked c
LEFT JOIN rates_on(as_of_end()) e
    ON e.currency = c.currency AND e.day = (c.last_checked_at AT TIME ZONE 'UTC')::DATE;

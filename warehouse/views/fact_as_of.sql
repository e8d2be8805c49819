-- The facts as of the day asked for, or now, with the last page that confirms each and the rate of that page's day.
-- Only one half is ever read.
CREATE OR REPLACE VIEW fact_as_of AS
WITH standing AS (
    FROM current_fact WHERE getvariable('as_of') IS NULL
    UNION ALL
    FROM standing_fact WHERE getvariable('as_of') IS NOT NULL
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

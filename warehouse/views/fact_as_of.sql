-- The facts as of the day asked for, or now, with the last page that confirms each and the rate of that page's day. A
-- fact is on the newest page unless a page that was read whole came later and lacks it. Which of them is read is
-- decided before the query is planned, so that only that one is planned; and so is whether all facts are read, or those
-- that a publication narrows them to.
CREATE OR REPLACE VIEW internal.checked_fact AS
WITH standing AS (
    FROM query_table(CASE WHEN getvariable('as_of') IS NULL THEN 'internal.current_fact'
                          WHEN as_of_date() = getvariable('kept_day') THEN 'asked_standing_fact'
                          ELSE 'internal.standing_fact' END)
), document_at AS (
    SELECT source, document, max(seen_at) AS last_page_at, max(page_seq) AS last_page_seq,
           max(CASE WHEN is_read_whole THEN page_seq END) AS last_read_whole_seq
    FROM internal.page_order WHERE seen_at < as_of_end() GROUP BY ALL
), checked AS (
    SELECT v.* EXCLUDE (last_seen_at, last_page_seq), least(v.last_seen_at, d.last_page_at) AS last_checked_at,
           least(v.last_page_seq, d.last_page_seq) AS receipt_page_seq,
           v.missing_since IS NULL AND coalesce(receipt_page_seq >= d.last_read_whole_seq, TRUE) AS is_on_newest_page
    FROM standing v JOIN document_at d USING (source, document)
)
SELECT c.* REPLACE (
           coalesce(c.usd_per_mtok, converted(per_mtok(c.value_number, c.unit), e.usd)) AS usd_per_mtok),
       e.usd AS exchange_rate, e.rate_date AS exchange_rate_date
FROM checked c
LEFT JOIN rates_on(as_of_end()) e
    ON e.currency = c.currency AND e.day = utc_date(c.last_checked_at);
CREATE OR REPLACE VIEW internal.fact_as_of AS FROM query_table(narrowed('checked_fact'));

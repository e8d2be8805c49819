-- Value periods: one value of one key from the page that first states it to the page that states another. One row per
-- sighting span, with the number of its period. A price not yet in effect also ends with the first page that shows its
-- absence: a withdrawn announcement never becomes current, and one that comes back is a period of its own.
CREATE OR REPLACE TABLE value_period AS
WITH next_absence AS (
    SELECT source, document, page_seq,
           min(CASE WHEN shows_absence THEN page_seq END) OVER (
               PARTITION BY source, document ORDER BY page_seq ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
           ) AS absent_page_seq
    FROM page_order
), ended AS (
    SELECT s.*, lead(first_page_seq) OVER of_key AS next_page_seq,
           k.valid_from, a.absent_page_seq, absent.seen_at AS absent_at
    FROM sighting_span s
    JOIN fact_key k USING (key_id)
    JOIN next_absence a ON a.source = k.source AND a.document = k.document AND a.page_seq = s.last_page_seq
    LEFT JOIN page_order absent
        ON absent.source = k.source AND absent.document = k.document AND absent.page_seq = a.absent_page_seq
    WINDOW of_key AS (PARTITION BY key_id ORDER BY span_number)
), with_absence AS (
    SELECT *, CASE WHEN next_page_seq IS NULL OR absent_page_seq < next_page_seq THEN absent_at END AS missing_since
    FROM ended
), with_withdrawal AS (
    SELECT *, coalesce(valid_from > (missing_since AT TIME ZONE 'UTC')::DATE, FALSE) AS is_withdrawn FROM with_absence
), numbered AS (
    SELECT * REPLACE (period_number + count(*) FILTER (WHERE is_withdrawn) OVER earlier AS period_number)
    FROM with_withdrawal
    WINDOW earlier AS (PARTITION BY key_id ORDER BY span_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT * EXCLUDE (next_page_seq, valid_from, absent_page_seq, absent_at),
       min(first_seen_at) OVER of_period AS known_from
FROM numbered
WINDOW of_period AS (PARTITION BY key_id, period_number);

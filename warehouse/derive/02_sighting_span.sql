-- Sighting spans: a value stated by every one of a row of consecutive pages. A period of one value is one span or
-- several, parted by pages that do not state it; plain absence does not end a period. Pages alike to the byte are one
-- body.
CREATE OR REPLACE TEMP TABLE sighting_span AS
WITH body AS (
    SELECT source, document, sha256, min(page_seq) AS first_page_seq, max(page_seq) AS last_page_seq,
           min(seen_at) AS first_seen_at, max(seen_at) AS last_seen_at
    FROM (SELECT *, page_seq - row_number() OVER (PARTITION BY source, document, sha256 ORDER BY page_seq) AS island
        FROM page_order)
    GROUP BY source, document, sha256, island
), sighting AS (
    SELECT f.key_id, f.value_text, f.value_number, f.amount, f.currency, f.unit, f.usd_per_mtok, f.measured_date,
           b.first_page_seq, b.last_page_seq, b.first_seen_at, b.last_seen_at
    FROM body b
    JOIN fact f ON f.source = b.source AND f.sha256 = b.sha256
    JOIN fact_key k ON k.key_id = f.key_id AND k.document = b.document
), marked AS (
    SELECT *,
           (lag(value_text) OVER of_key IS DISTINCT FROM value_text) AS starts_period,
           coalesce(lag(last_page_seq) OVER of_key + 1 <> first_page_seq, TRUE) AS starts_span
    FROM sighting
    WINDOW of_key AS (PARTITION BY key_id ORDER BY first_page_seq)
), numbered AS (
    SELECT * EXCLUDE (starts_period, starts_span),
           count(*) FILTER (WHERE starts_period) OVER of_key AS period_number,
           count(*) FILTER (WHERE starts_period OR starts_span) OVER of_key AS span_number
    FROM marked
    WINDOW of_key AS (PARTITION BY key_id ORDER BY first_page_seq)
)
SELECT key_id, period_number, span_number,
       any_value(value_text) AS value_text, any_value(value_number) AS value_number,
       arg_max(amount, first_page_seq) AS amount, any_value(currency) AS currency,
       arg_max(unit, first_page_seq) AS unit, any_value(usd_per_mtok) AS usd_per_mtok,
       arg_max(measured_date, first_page_seq) AS measured_date, min(first_seen_at) AS first_seen_at,
       max(last_seen_at) AS last_seen_at, min(first_page_seq) AS first_page_seq, max(last_page_seq) AS last_page_seq
FROM numbered
GROUP BY key_id, period_number, span_number;

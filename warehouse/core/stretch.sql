-- Stretches: a value stated by every one of a row of consecutive pages. A run of one value is one stretch or several,
-- parted by pages that do not state it; plain absence does not end a run. Pages that are alike to the byte are one body.
CREATE OR REPLACE TEMP TABLE stretch AS
WITH body AS (
    SELECT source, document, sha256, min(place) AS first_place, max(place) AS last_place,
           min(seen_at) AS first_seen_at, max(seen_at) AS last_seen_at
    FROM (SELECT *, place - row_number() OVER (PARTITION BY source, document, sha256 ORDER BY place) AS island FROM page_order)
    GROUP BY source, document, sha256, island
), sighting AS (
    SELECT f.key_id, f.value_text, f.value_number, f.amount, f.currency, f.unit, f.usd_per_mtok, f.measured_date,
           b.first_place, b.last_place, b.first_seen_at, b.last_seen_at
    FROM body b
    JOIN fact f ON f.source = b.source AND f.sha256 = b.sha256
    JOIN fact_key k ON k.key_id = f.key_id AND k.document = b.document
), marked AS (
    SELECT *,
           lag(value_text) OVER of_key IS DISTINCT FROM value_text AS starts_run,
           coalesce(lag(last_place) OVER of_key + 1 <> first_place, true) AS starts_stretch
    FROM sighting
    WINDOW of_key AS (PARTITION BY key_id ORDER BY first_place)
), numbered AS (
    SELECT * EXCLUDE (starts_run, starts_stretch),
           count(*) FILTER (WHERE starts_run) OVER of_key AS run_number,
           count(*) FILTER (WHERE starts_run OR starts_stretch) OVER of_key AS stretch_number
    FROM marked
    WINDOW of_key AS (PARTITION BY key_id ORDER BY first_place)
)
SELECT key_id, run_number, stretch_number,
       any_value(value_text) AS value_text, any_value(value_number) AS value_number, arg_max(amount, first_place) AS amount,
       any_value(currency) AS currency, arg_max(unit, first_place) AS unit, any_value(usd_per_mtok) AS usd_per_mtok,
       arg_max(measured_date, first_place) AS measured_date,
       min(first_seen_at) AS first_seen_at, max(last_seen_at) AS last_seen_at,
       min(first_place) AS first_place, max(last_place) AS last_place
FROM numbered
GROUP BY key_id, run_number, stretch_number;

-- Runs: one value of one key from the page that first states it to the page that states another. A price not yet in
-- effect also ends with the first page that shows its absence: a withdrawn announcement never becomes current, and one
-- that comes back is a run of its own.
CREATE OR REPLACE TABLE value_run AS
WITH next_absence AS (
    SELECT source, document, place,
           min(CASE WHEN shows_absence THEN place END) OVER (
               PARTITION BY source, document ORDER BY place ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
           ) AS absent_place
    FROM page_order
), ended AS (
    SELECT s.*, lead(first_place) OVER of_key AS next_place, lead(run_number) OVER of_key AS next_run,
           k.valid_from, a.absent_place, absent.seen_at AS absent_at
    FROM stretch s
    JOIN fact_key k USING (key_id)
    JOIN next_absence a ON a.source = k.source AND a.document = k.document AND a.place = s.last_place
    LEFT JOIN page_order absent
        ON absent.source = k.source AND absent.document = k.document AND absent.place = a.absent_place
    WINDOW of_key AS (PARTITION BY key_id ORDER BY stretch_number)
), with_absence AS (
    SELECT *, CASE WHEN next_place IS NULL OR absent_place < next_place THEN absent_at END AS missing_since
    FROM ended
), with_withdrawal AS (
    SELECT *, coalesce(valid_from > (missing_since AT TIME ZONE 'UTC')::DATE, false) AS is_withdrawn FROM with_absence
), numbered AS (
    SELECT * REPLACE (run_number + count(*) FILTER (WHERE is_withdrawn) OVER earlier AS run_number)
    FROM with_withdrawal
    WINDOW earlier AS (PARTITION BY key_id ORDER BY stretch_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT * EXCLUDE (next_place, next_run, valid_from, absent_place, absent_at),
       min(first_seen_at) OVER of_run AS known_from
FROM numbered
WINDOW of_run AS (PARTITION BY key_id, run_number);

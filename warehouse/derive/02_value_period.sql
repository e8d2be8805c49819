-- Value periods: one value of one key from the page that first states it to the page that states another. One row per
-- sighting span, which is a value stated by every one of a row of consecutive pages: plain absence parts spans and does
-- not end a period; another way of reading parts them too, so that a span is read by its source or by anchors. It is
-- missing since the first whole page that lacks it, and gone since a second one on another day. A price not yet in
-- effect also ends with the first page that shows its absence: a withdrawn announcement never becomes current, and one
-- that comes back is a period of its own.
DELETE FROM internal.value_period WHERE key_id IN (FROM internal.touched_key);
INSERT INTO internal.value_period BY NAME
WITH sighting AS (
    SELECT f.key_id, f.source, f.document, f.value_text, f.value_number, f.amount, f.currency, f.unit, f.usd_per_mtok,
           f.measured_date,
           contains(f.attribute, 'tokens') AND says_roughly(f.quote) AS is_rounded, f.is_anchored,
           b.first_page_seq, b.first_seen_at, e.last_page_seq, e.last_seen_at
    FROM (SELECT f.*, k.attribute FROM internal.fact f JOIN internal.fact_key k USING (key_id)) f
    SEMI JOIN internal.touched_key USING (key_id)
    JOIN internal.page_version b
        ON b.source = f.source AND b.document = f.document AND b.version_seq = f.first_version_seq
    LEFT JOIN internal.page_version e
        ON e.source = f.source AND e.document = f.document AND e.version_seq = f.last_version_seq
), marked AS (
    SELECT *,
           (lag(value_text) OVER of_key IS DISTINCT FROM value_text) AS starts_period,
           coalesce(lag(last_page_seq) OVER of_key + 1 <> first_page_seq, TRUE)
               OR lag(is_anchored) OVER of_key <> is_anchored AS starts_span
    FROM sighting
    WINDOW of_key AS (PARTITION BY key_id ORDER BY first_page_seq)
), numbered AS (
    SELECT *,
           count(*) FILTER (WHERE starts_period) OVER of_key AS period_number,
           count(*) FILTER (WHERE starts_period OR starts_span) OVER of_key AS span_number
    FROM marked
    WINDOW of_key AS (PARTITION BY key_id ORDER BY first_page_seq)
), span AS (
    SELECT key_id, source, document, period_number, span_number,
           any_value(value_text) AS value_text, any_value(value_number) AS value_number,
           arg_max(amount, first_page_seq) AS amount, any_value(currency) AS currency,
           arg_max(unit, first_page_seq) AS unit, any_value(usd_per_mtok) AS usd_per_mtok,
           arg_max(measured_date, first_page_seq) AS measured_date, bool_and(is_rounded) AS is_rounded,
           any_value(is_anchored) AS is_anchored,
               min(first_seen_at) AS first_seen_at,
           CASE WHEN count(last_page_seq) = count(*) THEN max(last_seen_at) END AS last_seen_at,
           min(first_page_seq) AS first_page_seq,
           CASE WHEN count(last_page_seq) = count(*) THEN max(last_page_seq) END AS last_page_seq
    FROM numbered
    GROUP BY ALL
), next_absence AS (
    SELECT source, document, page_seq,
           min(CASE WHEN is_whole THEN page_seq END) OVER (
               PARTITION BY source, document ORDER BY page_seq ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
           ) AS absent_page_seq
    FROM internal.page_wholeness
), whole_page AS (
    SELECT source, document, page_seq, seen_at
    FROM internal.page_order JOIN internal.page_wholeness USING (source, document, page_seq) WHERE is_whole
), second_absence AS (
    -- Of each page the first whole one at least twenty hours after it: another night.
    SELECT p.source, p.document, p.page_seq, w.page_seq AS second_page_seq, w.seen_at AS second_at
    FROM whole_page p
    ASOF JOIN whole_page w
        ON w.source = p.source AND w.document = p.document AND w.seen_at >= p.seen_at + INTERVAL 20 HOUR
), ended AS (
    SELECT s.*, lead(s.first_page_seq) OVER of_key AS next_page_seq,
           k.valid_from, a.absent_page_seq, absent.seen_at AS absent_at, again.second_page_seq, again.second_at
    FROM span s
    JOIN internal.fact_key k USING (key_id)
    LEFT JOIN next_absence a ON a.source = s.source AND a.document = s.document AND a.page_seq = s.last_page_seq
    LEFT JOIN internal.page_order absent
        ON absent.source = s.source AND absent.document = s.document AND absent.page_seq = a.absent_page_seq
    LEFT JOIN second_absence again
        ON again.source = s.source AND again.document = s.document AND again.page_seq = a.absent_page_seq
    WINDOW of_key AS (PARTITION BY key_id ORDER BY span_number)
), with_absence AS (
    SELECT *, CASE WHEN next_page_seq IS NULL OR absent_page_seq < next_page_seq THEN absent_at END AS missing_since,
           CASE WHEN next_page_seq IS NULL OR second_page_seq < next_page_seq THEN second_at END AS gone_since
    FROM ended
), with_withdrawal AS (
    SELECT *, coalesce(valid_from > utc_date(missing_since), FALSE) AS is_withdrawn FROM with_absence
), renumbered AS (
    SELECT * REPLACE (period_number + count(*) FILTER (WHERE is_withdrawn) OVER earlier AS period_number)
    FROM with_withdrawal
    WINDOW earlier AS (PARTITION BY key_id ORDER BY span_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT * EXCLUDE (source, document, next_page_seq, valid_from, absent_page_seq, absent_at,
           second_page_seq, second_at),
       min(first_seen_at) OVER of_period AS known_from
FROM renumbered
WINDOW of_period AS (PARTITION BY key_id, period_number);

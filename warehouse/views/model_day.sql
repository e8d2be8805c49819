-- The days of each model: on which what is known of it was last checked, went missing or was reviewed, becomes stale,
-- or turns, because a price or a retirement that a page announced takes effect or ends. Between two days in a row its
-- pages say the same: the newest one up to a day is the day that they are as of.
CREATE OR REPLACE VIEW internal.model_day AS
WITH known AS (
    SELECT model_id, source, attribute, CASE WHEN attribute = 'price' THEN coalesce(tier, 'standard') END AS tier,
           last_checked_at, missing_since, last_reviewed_at, valid_from, valid_to,
           CASE WHEN attribute IN ('deprecated_date', 'retired_date') THEN value_text END AS lifecycle_date
    FROM internal.fact_as_of WHERE model_id IS NOT NULL
    UNION
    SELECT model_id, source, 'price', 'standard', last_checked_at, missing_since, last_reviewed_at, NULL, NULL, NULL
    FROM query_table(ready('internal.cited_price'))
), dated AS (
    SELECT DISTINCT k.model_id,
           [utc_date(k.last_checked_at), utc_date(k.missing_since), utc_date(k.last_reviewed_at),
               utc_date(days_after(k.last_checked_at, r.checked_error_days))] AS days,
           -- A month or a year begins with its first day.
           [k.valid_from, k.valid_to, utc_date(days_after(k.last_checked_at, stale_days(k.attribute))),
               try_cast(substr(k.lifecycle_date || '-01-01', 1, 10) AS DATE)] AS turns
    FROM known k
    LEFT JOIN (SELECT DISTINCT source, attribute, tier, checked_error_days FROM query_table(ready('freshness'))) r
        ON r.source = k.source AND r.attribute = k.attribute AND r.tier IS NOT DISTINCT FROM k.tier
), every AS (
    SELECT model_id, unnest(days) AS day, FALSE AS turns FROM dated
    UNION ALL SELECT model_id, unnest(turns), TRUE FROM dated
    UNION ALL SELECT model_id, utc_date(decided_at), FALSE FROM query_table(ready('reviews')) WHERE model_id IS NOT NULL
)
SELECT model_id, day, bool_or(turns) AS turns FROM every WHERE day IS NOT NULL GROUP BY model_id, day;

-- What a unit of each currency was worth in dollars on each day of the rate table, and when that was known. The table
-- has rates of the euro: two of them make one of the dollar. A rate that comes with the project is known on its day,
-- and counts until the source of rates states that day.
CREATE OR REPLACE TABLE internal.exchange_rate AS
WITH read_rate AS (
    SELECT DISTINCT k.subject_stated AS currency, k.valid_from AS rate_date, v.value_number::DOUBLE AS per_euro,
           v.published_from, v.published_to
    FROM internal.fact_version v JOIN internal.fact_key k USING (key_id)
    WHERE k.attribute = 'exchange_rate' AND k.variant = 'EUR' AND v.published_from IS NOT NULL
), stated AS (
    FROM read_rate
    UNION ALL
    SELECT s.currency, s.rate_date, s.per_euro, s.rate_date::TIMESTAMP AT TIME ZONE 'UTC', min(r.published_from)
    FROM internal.shipped_rate s LEFT JOIN read_rate r USING (currency, rate_date)
    GROUP BY s.currency, s.rate_date, s.per_euro
), dollar AS (
    FROM stated WHERE currency = 'USD'
), quoted AS (
    FROM stated WHERE currency <> 'USD'
    UNION ALL SELECT 'EUR', rate_date, 1, published_from, published_to FROM dollar
)
SELECT q.currency, q.rate_date, (d.per_euro / q.per_euro)::DECIMAL(18, 10) AS usd,
       greatest(q.published_from, d.published_from) AS published_from,
       least(q.published_to, d.published_to) AS published_to
FROM quoted q JOIN dollar d USING (rate_date)
WHERE greatest(q.published_from, d.published_from) < coalesce(least(q.published_to, d.published_to), 'infinity')
ORDER BY ALL;
-- The rate of each currency on every day that a page was seen, as known before a moment: the newest one until that day,
-- of the half year before it.
CREATE OR REPLACE MACRO rates_on(moment) AS TABLE
    SELECT c.currency, p.day, CASE WHEN p.day - e.rate_date <= 183 THEN e.rate_date END AS rate_date,
           CASE WHEN p.day - e.rate_date <= 183 THEN e.usd END AS usd
    FROM (SELECT DISTINCT utc_date(seen_at) AS day FROM internal.page_order WHERE seen_at < moment) p
    CROSS JOIN (SELECT DISTINCT currency FROM internal.exchange_rate) c
    ASOF JOIN (FROM internal.exchange_rate WHERE published_from < moment
        AND (published_to IS NULL OR published_to >= moment)) e
        ON e.currency = c.currency AND e.rate_date <= p.day;

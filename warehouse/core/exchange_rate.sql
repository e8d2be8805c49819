-- What a unit of each currency was worth in dollars on each day of the rate table, and when that was known. The table has
-- rates of the euro: two of them make one of the dollar.
CREATE OR REPLACE TABLE exchange_rate AS
WITH stated AS (
    SELECT DISTINCT k.subject_stated AS currency, k.valid_from AS rate_date, b.value_number::DOUBLE AS per_euro, b.shown_from, b.shown_to
    FROM belief b JOIN fact_key k USING (key_id)
    WHERE k.attribute = 'exchange_rate' AND k.variant = 'EUR' AND b.shown_from IS NOT NULL
), dollar AS (
    FROM stated WHERE currency = 'USD'
), quoted AS (
    FROM stated WHERE currency <> 'USD'
    UNION ALL SELECT 'EUR', rate_date, 1, shown_from, shown_to FROM dollar
)
SELECT q.currency, q.rate_date, (d.per_euro / q.per_euro)::DECIMAL(18, 10) AS usd,
       greatest(q.shown_from, d.shown_from) AS shown_from, least(q.shown_to, d.shown_to) AS shown_to
FROM quoted q JOIN dollar d USING (rate_date)
WHERE greatest(q.shown_from, d.shown_from) < coalesce(least(q.shown_to, d.shown_to), 'infinity')
ORDER BY ALL;
-- The rate of each currency on every day that a page was seen, as known before a moment: the newest one until that day.
CREATE OR REPLACE MACRO rates_on(moment) AS TABLE
    SELECT c.currency, p.day, e.rate_date, e.usd
    FROM (SELECT DISTINCT (seen_at AT TIME ZONE 'UTC')::DATE AS day FROM page_order WHERE seen_at < moment) p
    CROSS JOIN (SELECT DISTINCT currency FROM exchange_rate) c
    ASOF JOIN (FROM exchange_rate WHERE shown_from < moment AND (shown_to IS NULL OR shown_to >= moment)) e
        ON e.currency = c.currency AND e.rate_date <= p.day;

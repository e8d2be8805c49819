-- What the sellers asked for, or all, asked per token in US dollars in the course of time, by each route and document:
-- plain text at the standard tier. A period begins on the day that its page names or on which it was first seen there;
-- that of the first page begins before anybody watched (NULL). It ends where the next one begins.
WITH stated AS (
    SELECT route_id, source, document, stated_name, meter, context_from_tokens, usd_per_mtok, fact_id, valid_to,
           coalesce(valid_from, utc_date(known_from)) AS from_date, valid_from IS NOT NULL AS is_dated,
           min(utc_date(known_from)) OVER (PARTITION BY route_id, source, document, stated_name) AS watched_from
    FROM price_history
    WHERE route_id IS NOT NULL AND currency = 'USD' AND usd_per_mtok IS NOT NULL
        AND gate_state NOT IN ('held', 'rejected')
        AND meter IN ('input', 'output', 'cache_read') AND tier = 'standard' AND is_plain
        AND coalesce(valid_from, DATE '0001-01-01') <= as_of_date()
        AND ($providers IS NULL OR list_contains($providers::VARCHAR[], provider))
)
SELECT route_id, source, document, stated_name, meter, context_from_tokens, usd_per_mtok,
       CASE WHEN is_dated OR from_date > watched_from THEN from_date END AS from_date,
       least(valid_to, lead(from_date) OVER (
           PARTITION BY route_id, source, document, stated_name, meter, context_from_tokens
           ORDER BY from_date, fact_id)) AS to_date,
       fact_id
FROM stated
ORDER BY route_id, source, document, stated_name, meter, context_from_tokens,
    from_date NULLS FIRST, fact_id;

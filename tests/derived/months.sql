-- The least month of each traffic profile, route by route, over the routes that count for a minimum.
WITH asked AS (
    SELECT unnest(['default', 'small', 'retrieval', 'cached', 'batch']) AS profile, unnest([800, 8, 2400, 320, 800]) AS input_mtok,
           unnest([0, 0, 0, 480, 0]) AS cached_mtok, unnest([250, 2.5, 80, 250, 250]) AS output_mtok,
           unnest(['standard', 'standard', 'standard', 'standard', 'batch']) AS tier
), more AS (
    SELECT route_id, meter, tier, usd_per_mtok FROM prices
    WHERE usd_per_mtok IS NOT NULL AND qualifiers = CASE tier WHEN 'standard' THEN '' ELSE tier END
    QUALIFY row_number() OVER (PARTITION BY route_id, meter, tier
        ORDER BY authority, missing_since IS NOT NULL, exchange_rate IS NOT NULL, last_checked_at::DATE DESC, usd_per_mtok, fact_id) = 1
), month AS (
    SELECT o.model_id, o.route_id, o.provider_name, o.route_variant, a.profile,
           a.input_mtok * CASE a.tier WHEN 'standard' THEN o.input_usd_per_mtok ELSE i.usd_per_mtok END
           + CASE WHEN a.cached_mtok > 0 THEN a.cached_mtok * c.usd_per_mtok ELSE 0 END
           + a.output_mtok * CASE a.tier WHEN 'standard' THEN o.output_usd_per_mtok ELSE u.usd_per_mtok END AS usd
    FROM offers o CROSS JOIN asked a
    LEFT JOIN more i ON i.route_id = o.route_id AND i.meter = 'input' AND i.tier = a.tier
    LEFT JOIN more u ON u.route_id = o.route_id AND u.meter = 'output' AND u.tier = a.tier
    LEFT JOIN more c ON c.route_id = o.route_id AND c.meter = 'cache_read' AND c.tier = a.tier
    WHERE o.standing = 'eligible' AND o.model_id IN (SELECT unnest($models))
)
SELECT model_id, profile, min(usd) AS usd, list(DISTINCT provider_name) FILTER (WHERE usd = least_usd) AS providers
FROM (SELECT *, min(usd) OVER (PARTITION BY model_id, profile) AS least_usd FROM month WHERE usd IS NOT NULL)
GROUP BY ALL;

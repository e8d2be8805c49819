-- The least month of each traffic profile, route by route, over the routes that count for a minimum.
WITH asked AS (
    SELECT unnest(['default', 'small', 'retrieval', 'cached', 'batch']) AS profile,
           unnest([800, 8, 2400, 320, 800]) AS input_mtok, unnest([0, 0, 0, 480, 0]) AS cached_mtok,
           unnest([250, 2.5, 80, 250, 250]) AS output_mtok,
           unnest(['standard', 'standard', 'standard', 'standard', 'batch']) AS tier
), more AS (
    SELECT p.route_id, p.meter, p.tier, p.usd_per_mtok, p.source FROM prices p JOIN offers o USING (route_id)
    WHERE p.in_effect AND p.usd_per_mtok IS NOT NULL AND p.context_from_tokens IS NULL
      AND (p.is_plain OR p.is_regional AND p.region = o.region)
    QUALIFY row_number() OVER (PARTITION BY route_id, p.meter, p.tier
        ORDER BY p.authority, p.qualifiers, p.missing_since IS NOT NULL, p.exchange_rate IS NOT NULL,
                 p.last_checked_at::DATE DESC, p.usd_per_mtok, p.fact_id) = 1
), month AS (
    SELECT o.model_id, o.route_id, o.provider_name, o.route_variant, a.profile,
           a.input_mtok * CASE a.tier WHEN 'standard' THEN o.input_usd_per_mtok ELSE i.usd_per_mtok END
           + CASE WHEN a.cached_mtok > 0 THEN a.cached_mtok * c.usd_per_mtok ELSE 0 END
           + a.output_mtok * CASE a.tier WHEN 'standard' THEN o.output_usd_per_mtok ELSE u.usd_per_mtok END AS usd
    FROM offers o CROSS JOIN asked a
    LEFT JOIN more i ON i.route_id = o.route_id AND i.meter = 'input' AND i.tier = a.tier
    LEFT JOIN more u ON u.route_id = o.route_id AND u.meter = 'output' AND u.tier = a.tier
    LEFT JOIN more c ON c.route_id = o.route_id AND c.meter = 'cache_read' AND c.tier = a.tier
        AND c.source = o.price_source
    WHERE o.standing = 'eligible' AND o.model_id IN (SELECT unnest($models))
)
SELECT model_id, profile, min(usd) AS usd,
       list(DISTINCT provider_name) FILTER (WHERE usd = least_usd) AS providers
FROM (SELECT *, min(usd) OVER (PARTITION BY model_id, profile) AS least_usd FROM month WHERE usd IS NOT NULL)
GROUP BY ALL;

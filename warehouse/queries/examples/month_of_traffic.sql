-- What a month of 100 million tokens in and 20 million out costs, 60 % read from the cache, on every route of one
-- model.
SELECT provider_name, region, usd_per_month, price_rule
FROM monthly_cost(
    (SELECT model_id FROM offers WHERE standing = 'eligible' AND cache_read_usd_per_mtok IS NOT NULL
     GROUP BY model_id ORDER BY count(*) DESC, model_id LIMIT 1), 100, 20, cached_share := 0.6)
WHERE usd_per_month IS NOT NULL
ORDER BY usd_per_month, provider_name;

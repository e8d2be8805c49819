-- Every live offer of one model, the cheapest first.
SELECT provider_name, input_usd_per_mtok, output_usd_per_mtok, cache_read_usd_per_mtok, standing, price_checked_at
FROM offers
WHERE model_id = 'claude-haiku-4-5' AND is_live
ORDER BY output_usd_per_mtok, provider_name;

-- Who sells one model, cheapest first, with what the price rests on.
SELECT provider_name, input_usd_per_mtok, output_usd_per_mtok, cache_read_usd_per_mtok, price_rule, price_checked_at,
    input_fact_id
FROM offers
WHERE model_id = (SELECT model_id FROM offers WHERE standing = 'eligible' GROUP BY model_id ORDER BY count(*) DESC,
    model_id LIMIT 1)
    AND standing = 'eligible'
ORDER BY input_usd_per_mtok + output_usd_per_mtok, provider_name;

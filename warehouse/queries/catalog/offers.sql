-- Every offer of a model with its price card, headlines first, the cheapest first.
SELECT route_id, model_id, provider, provider_name, provider_model_id, region, status, is_live, standing, price_rule,
       input_usd_per_mtok, output_usd_per_mtok, cache_read_usd_per_mtok, cache_write_usd_per_mtok,
       utc_date(price_checked_at) AS price_checked_date, input_fact_id, output_fact_id
FROM query_table(ready('offers'))
WHERE model_id = $model
ORDER BY standing <> 'eligible', input_usd_per_mtok + output_usd_per_mtok IS NULL,
    input_usd_per_mtok + output_usd_per_mtok, route_id;

-- Every route with its standard price and whether that may be a headline.
SELECT route_id, model_id, provider, provider_name, provider_model_id, route_variant, region, status, standing,
       input_usd_per_mtok, output_usd_per_mtok, input_fact_id, output_fact_id,
       price_checked_at::DATE AS price_checked_date, ended_date, retired_date, successor, was_backed, fact_id,
       missing_since
FROM offers WHERE model_id IS NOT NULL
ORDER BY model_id, route_id;

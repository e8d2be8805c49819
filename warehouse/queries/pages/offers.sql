-- Every route of the models asked for, or of all, with its standard price and whether that may be a headline.
SELECT route_id, model_id, provider, provider_name,
       coalesce(provider_model_id, id_by_others, stated_name) AS stated_id, route_variant, region, status, is_live,
           standing,
       input_usd_per_mtok, output_usd_per_mtok, input_fact_id, output_fact_id,
       price_checked_at::DATE AS price_checked_date, ended_date, retired_date, successor, was_backed,
       coalesce(price_rule = 'own price', FALSE) AS has_own_price,
       fact_id,
       missing_since
FROM query_table(ready('offers')) WHERE model_id IN (SELECT unnest($models))
ORDER BY model_id, route_id;

-- Who sells one model, at which standard price, and whether that price may be a headline.
SELECT provider_name AS provider, provider_model_id, status, input_usd_per_mtok, output_usd_per_mtok, standing,
       ended_date, price_checked_at, price_source
FROM query_table(ready('offers')) WHERE model_id = $model
ORDER BY standing <> 'eligible', input_usd_per_mtok IS NULL, input_usd_per_mtok, provider;

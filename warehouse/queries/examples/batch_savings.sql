-- What a batch saves on the price of input, by route.
SELECT provider_name, stated_name, input_usd_per_mtok, batch_input_usd_per_mtok,
       round(1 - batch_input_usd_per_mtok::DOUBLE / input_usd_per_mtok::DOUBLE, 3) AS saved_share
FROM offers
WHERE is_live AND batch_input_usd_per_mtok IS NOT NULL AND input_usd_per_mtok > 0
ORDER BY saved_share DESC, provider_name, stated_name;

-- Where batch is cheaper, and by how much.
SELECT provider_name, model_id, output_usd_per_mtok, batch_output_usd_per_mtok,
       round(100 * (1 - batch_output_usd_per_mtok / output_usd_per_mtok)) AS percent_less
FROM offers
WHERE is_live AND batch_output_usd_per_mtok < output_usd_per_mtok
ORDER BY percent_less DESC, provider_name, model_id
LIMIT 40;

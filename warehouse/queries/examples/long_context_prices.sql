-- Routes that cost more beyond a number of input tokens.
SELECT provider_name, stated_name, next_band_from_tokens, input_usd_per_mtok, next_band_input_usd_per_mtok
FROM offers
WHERE is_live AND next_band_from_tokens IS NOT NULL
ORDER BY provider_name, stated_name;

-- Prices of sellers that somebody who was read later states otherwise.
SELECT provider_name, stated_name, input_usd_per_mtok, output_usd_per_mtok, price_checked_at, contradicted_by
FROM offers
WHERE contradicted_by IS NOT NULL
ORDER BY price_checked_at, provider_name, stated_name;

-- Offers whose retirement day is stated, the latest first.
SELECT retired_date, provider_name, provider_model_id, successor, is_live
FROM offers
WHERE retired_date IS NOT NULL
ORDER BY retired_date DESC, provider_name
LIMIT 50;

-- Sellers by the number of models that they have now.
SELECT provider_name, count(DISTINCT model_id) AS models
FROM offers
WHERE is_live
GROUP BY ALL
ORDER BY models DESC
LIMIT 25;

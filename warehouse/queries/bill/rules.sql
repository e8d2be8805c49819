-- What multiplies the prices of the models asked for, at which seller.
SELECT model_id, provider, fact_id, region, factor, applies, sentence
FROM price_rules
WHERE model_id IN (SELECT unnest($models))
ORDER BY model_id, provider, region, factor, fact_id;

-- What multiplies the prices of a model at a seller.
SELECT fact_id, region, factor, applies, sentence
FROM price_rules
WHERE model_id = $model AND provider = $provider
ORDER BY region, factor, fact_id;

-- The stated prices of one offer, each with the source that states it and the id of its receipt.
SELECT meter, qualifiers, amount, currency, unit, source, last_checked_at, fact_id
FROM prices
WHERE model_id = 'gpt-5.4' AND provider = 'openai'
ORDER BY meter, qualifiers, source;

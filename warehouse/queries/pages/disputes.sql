-- What is disputed of the models asked for, apart from prices.
SELECT model_id, route_id, attribute, [s.fact_id FOR s IN statements] AS fact_ids
FROM disputes
WHERE list_contains($models, model_id) AND attribute <> 'price'
ORDER BY model_id, route_id, attribute, qualifiers;

-- What equals state differently of models, most publishers first.
SELECT model_id, attribute, values_stated, statements
FROM disputes
WHERE state = 'open' AND route_id IS NULL
ORDER BY values_stated DESC, model_id, attribute;

-- Every row of the view `prices`.
SELECT * FROM prices
ORDER BY model_id, route_id, source, meter, tier, context_from_tokens, qualifiers, valid_from, fact_id;

-- Stated prices of a model or of a seller.
SELECT * FROM prices
WHERE ($model IS NULL OR model_id = $model) AND ($provider IS NULL OR provider = $provider)
ORDER BY route_id, source, meter, tier, context_from_tokens, qualifiers, valid_from, fact_id
LIMIT $row_limit OFFSET $row_offset;

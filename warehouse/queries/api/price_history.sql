-- Every price ever stated of a model or by a seller, the newest first.
SELECT * FROM price_history
WHERE ($model IS NULL OR model_id = $model) AND ($provider IS NULL OR provider = $provider)
ORDER BY known_from DESC, route_id, source, meter, tier, context_from_tokens, qualifiers, valid_from, fact_id
LIMIT $row_limit OFFSET $row_offset;

-- Offers of a model, of a seller, or all. NULL asks for no limit.
SELECT * FROM query_table(ready('offers'))
WHERE ($model IS NULL OR model_id = $model) AND ($provider IS NULL OR provider = $provider)
  AND ($is_live IS NULL OR is_live = $is_live)
ORDER BY standing <> 'eligible', model_id, input_usd_per_mtok IS NULL, input_usd_per_mtok, route_id
LIMIT $row_limit OFFSET $row_offset;

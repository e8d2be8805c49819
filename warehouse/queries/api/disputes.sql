-- Where equals say different things.
SELECT * FROM disputes WHERE $model IS NULL OR model_id = $model
ORDER BY model_id, route_id, attribute
LIMIT $row_limit OFFSET $row_offset;

-- What a model can do, and who says so.
SELECT * FROM query_table(ready('capabilities')) WHERE model_id = $model
ORDER BY capability LIMIT $row_limit OFFSET $row_offset;

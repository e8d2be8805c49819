-- What is known of a model, the value that wins of each attribute, by which rule.
SELECT * FROM model_fact WHERE model_id = $model ORDER BY attribute LIMIT $row_limit OFFSET $row_offset;

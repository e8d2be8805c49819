-- What is known of one model, with the source and the dates of each value.
SELECT attribute, value_text, source, statements, publishers, last_checked_at, last_reviewed_at, fact_id
FROM query_table(ready('internal.model_choice')) WHERE NOT is_tied AND model_id = $model ORDER BY attribute;

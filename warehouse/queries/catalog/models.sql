-- Every model, or those of one lab.
SELECT model_id, name, lab, family, released_date, context_tokens, live_routes AS live_offers
FROM query_table(ready('internal.directory'))
WHERE $lab::VARCHAR IS NULL OR lab = $lab
ORDER BY model_id;

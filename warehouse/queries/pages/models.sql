-- Every model that is known on the day, for lists, links and neighbours.
SELECT model_id, name, slug, lab, lab_name, family, released_date, context_tokens, live_routes, usd_input_plus_output
FROM query_table(ready('internal.directory')) ORDER BY model_id;

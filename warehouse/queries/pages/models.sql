-- Every model that is known on the day, without the long tail (choose_models), for lists, links and neighbours.
SELECT model_id, name, slug, lab, lab_name, family, released_date, context_tokens, live_routes, usd_input_plus_output
FROM query_table(ready('internal.directory'))
WHERE getvariable('paged_models') IS NULL OR model_id IN (SELECT unnest(getvariable('paged_models')))
ORDER BY model_id;

-- Every model of which anything is known on the day, without the long tail.
SELECT model_id FROM query_table(ready('internal.directory'))
WHERE getvariable('paged_models') IS NULL OR model_id IN (SELECT unnest(getvariable('paged_models')));

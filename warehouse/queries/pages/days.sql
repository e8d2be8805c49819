-- The day that the pages of the models asked for, or of all, are as of: the newest one on which what is known of it
-- changed, or was checked.
SELECT model_id, max(day) AS day FROM query_table(ready('internal.model_day'))
WHERE day <= as_of_date() AND ($models IS NULL OR model_id IN (SELECT unnest($models::VARCHAR[])))
  AND (getvariable('paged_models') IS NULL OR model_id IN (SELECT unnest(getvariable('paged_models'))))
GROUP BY model_id;

-- What its seller will soon retire: one row per model and seller, with the day and what follows it.
SELECT provider, model_id, min(retires_on) AS retires_on, min(retires_in_days) AS days,
       string_agg(DISTINCT coalesce(provider_model_id, route_id), ', ') AS ids,
       coalesce(string_agg(DISTINCT successor, ', '), '') AS successor
FROM routes
WHERE status NOT IN ('retired', 'missing', 'not listed') AND model_id IS NOT NULL
    AND retires_in_days BETWEEN 0 AND $days
GROUP BY provider, model_id
ORDER BY retires_on, provider, model_id;

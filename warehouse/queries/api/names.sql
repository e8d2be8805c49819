-- Every name of a model: its id, its display name, the ids under which it is sold; how many sellers have it now.
WITH sold AS (
    SELECT model_id, count(*) FILTER (WHERE is_live AND kind = 'offer')::INTEGER AS live_routes,
           list(DISTINCT provider_model_id) FILTER (WHERE provider_model_id IS NOT NULL) AS ids
    FROM query_table(ready('offers')) GROUP BY model_id
)
SELECT d.model_id, d.name, d.slug, d.lab, d.lab_name, coalesce(s.live_routes, 0) AS live_routes,
       coalesce(s.ids, []) AS ids
FROM query_table(ready('internal.directory')) d LEFT JOIN sold s USING (model_id)
ORDER BY live_routes DESC, d.model_id;

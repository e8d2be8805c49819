-- What needs a person, worst and oldest first, with the publisher and the models that it is about.
WITH held_models AS (
    SELECT 'values-held/' || source AS cause, list(DISTINCT model_id ORDER BY model_id) AS models
    FROM query_table(ready('reviews')) WHERE state = 'open' AND model_id IS NOT NULL GROUP BY source
)
SELECT a.severity, a.cause, a.since_at, a.happened, a.kept, a.todo, coalesce(i.publisher, '') AS publisher,
       coalesce(m.models, []) AS models
FROM alerts a
LEFT JOIN internal.source_info i USING (source)
LEFT JOIN held_models m USING (cause)
ORDER BY a.severity, a.since_at, a.cause;

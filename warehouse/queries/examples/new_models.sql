-- Models by the day on which a page first named them, newest first.
SELECT model_id, name, lab, first_seen_at, status
FROM models
ORDER BY first_seen_at DESC, model_id
LIMIT 50;

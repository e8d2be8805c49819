-- The newest models that somebody sells.
SELECT m.released_date, m.name, m.lab, m.context_tokens, count(*) AS offers
FROM models m
JOIN offers o USING (model_id)
WHERE o.is_live AND m.released_from IS NOT NULL
GROUP BY ALL
ORDER BY m.released_date DESC
LIMIT 30;

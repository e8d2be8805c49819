-- Models that read a million tokens, and the lowest confirmed price for reading them once.
SELECT m.name, m.context_tokens, min(o.input_usd_per_mtok) AS usd_per_mtok,
       round(min(o.input_usd_per_mtok * m.context_tokens) / 1000000, 3) AS usd_for_a_full_window
FROM models m
JOIN offers o USING (model_id)
WHERE m.context_tokens >= 1000000 AND o.standing = 'eligible'
GROUP BY m.model_id, m.name, m.context_tokens
ORDER BY usd_per_mtok, m.name
LIMIT 30;

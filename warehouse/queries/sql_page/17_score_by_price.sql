-- Score against price: the best score that each model has on one benchmark, and its lowest confirmed output price.
SELECT s.model_id, max(s.value) AS score, min(o.output_usd_per_mtok) AS usd_per_mtok
FROM scores s
JOIN offers o USING (model_id)
WHERE s.benchmark = 'MMLU-Pro' AND o.standing = 'eligible'
GROUP BY ALL
ORDER BY score DESC
LIMIT 30;

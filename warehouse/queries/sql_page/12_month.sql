-- A month of 800 million tokens in and 250 million out, at the cheapest confirmed offer of each maker's models.
SELECT m.lab, m.name, min(800 * o.input_usd_per_mtok + 250 * o.output_usd_per_mtok) AS usd_a_month
FROM offers o
JOIN models m USING (model_id)
WHERE o.standing = 'eligible' AND m.lab IN ('anthropic', 'openai', 'google')
GROUP BY ALL
ORDER BY usd_a_month
LIMIT 40;

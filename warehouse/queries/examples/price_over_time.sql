-- The standard price of input of the most often repriced route over time.
SELECT known_from, known_to, usd_per_mtok, source, fact_id
FROM price_history
WHERE meter = 'input' AND tier = 'standard' AND is_plain AND route_id = (
    SELECT route_id FROM changes WHERE attribute = 'price' AND route_id IS NOT NULL
    GROUP BY route_id ORDER BY count(*) DESC, route_id LIMIT 1)
ORDER BY known_from, source;

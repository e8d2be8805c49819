-- Headlines whose input and output (and cache read, where $with_cache) no version of any page states side by side.
WITH stated AS (
    SELECT route_id, source, document, meter, round(usd_per_mtok, 9) AS usd, coalesce(region, '') AS region,
           coalesce(qualifiers, '') AS qualifiers, known_from, last_checked_at
    FROM price_history
    WHERE tier = 'standard' AND meter IN ('input', 'output', 'cache_read') AND usd_per_mtok IS NOT NULL
        AND route_id IS NOT NULL
), card AS (
    SELECT route_id, round(input_usd_per_mtok, 9) AS input_usd, round(output_usd_per_mtok, 9) AS output_usd
    FROM offers
    WHERE input_usd_per_mtok IS NOT NULL AND output_usd_per_mtok IS NOT NULL
), together AS (
    SELECT DISTINCT c.route_id
    FROM card c
    JOIN stated i ON i.route_id = c.route_id AND i.meter = 'input' AND i.usd = c.input_usd
    JOIN stated o ON o.route_id = c.route_id AND o.meter = 'output' AND o.usd = c.output_usd
        AND o.source = i.source AND o.document = i.document
        AND greatest(i.known_from, o.known_from) <= least(i.last_checked_at, o.last_checked_at)
)
SELECT route_id, input_usd, output_usd
FROM card
ANTI JOIN together USING (route_id)
ORDER BY route_id

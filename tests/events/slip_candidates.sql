-- Headlines whose input and output are read from one page, with the texts that state them, where they stand, and how
-- many sellers price the model alike, within a factor of two.
WITH priced AS (
    SELECT model_id, median(input_usd_per_mtok) AS input_usd, median(output_usd_per_mtok) AS output_usd
    FROM offers
    WHERE input_usd_per_mtok > 0 AND output_usd_per_mtok > 0
    GROUP BY model_id
), alike AS (
    SELECT p.model_id, count(DISTINCT o.provider) AS sellers
    FROM priced p
    JOIN offers o ON o.model_id = p.model_id AND o.input_usd_per_mtok BETWEEN p.input_usd / 2 AND p.input_usd * 2
        AND o.output_usd_per_mtok BETWEEN p.output_usd / 2 AND p.output_usd * 2
    GROUP BY p.model_id
)
SELECT o.route_id, i.source, i.url, i.provider, i.subject_stated, i.quote AS input_quote, i.locator AS input_locator,
       o.input_usd_per_mtok AS input_usd, u.quote AS output_quote, u.locator AS output_locator,
       o.output_usd_per_mtok AS output_usd, s.publisher = i.provider AS is_own, o.model_id,
       coalesce(a.sellers, 0) AS sellers_alike
FROM offers o
JOIN facts i ON i.fact_id = o.input_fact_id AND i.state = 'stated'
JOIN facts u ON u.fact_id = o.output_fact_id AND u.state = 'stated' AND u.source = i.source AND u.url = i.url
JOIN sources s ON s.source = i.source
LEFT JOIN alike a ON a.model_id = o.model_id
WHERE o.input_usd_per_mtok > 0 AND o.output_usd_per_mtok > 0 AND o.input_usd_per_mtok <> o.output_usd_per_mtok
ORDER BY i.source, o.route_id

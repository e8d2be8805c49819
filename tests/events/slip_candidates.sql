-- Headlines whose input and output are read from one page, with the texts that state them and where they stand.
SELECT o.route_id, i.source, i.url, i.subject_stated, i.quote AS input_quote, i.locator AS input_locator,
       o.input_usd_per_mtok AS input_usd, u.quote AS output_quote, u.locator AS output_locator,
       o.output_usd_per_mtok AS output_usd, s.publisher = i.provider AS is_own
FROM offers o
JOIN facts i ON i.fact_id = o.input_fact_id AND i.state = 'stated'
JOIN facts u ON u.fact_id = o.output_fact_id AND u.state = 'stated' AND u.source = i.source AND u.url = i.url
JOIN sources s ON s.source = i.source
WHERE o.input_usd_per_mtok > 0 AND o.output_usd_per_mtok > 0 AND o.input_usd_per_mtok <> o.output_usd_per_mtok
ORDER BY i.source, o.route_id

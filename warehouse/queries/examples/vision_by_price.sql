-- Models that take pictures, by the price of their cheapest route.
SELECT c.model_id, c.rule, min(o.input_usd_per_mtok + o.output_usd_per_mtok) AS usd_input_plus_output
FROM capabilities c
JOIN offers o USING (model_id)
WHERE c.capability = 'vision' AND c.state = 'yes' AND o.standing = 'eligible'
GROUP BY ALL
ORDER BY usd_input_plus_output, c.model_id;

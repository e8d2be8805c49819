-- The lowest confirmed prices of text models with tool use, at three tokens in for one out.
SELECT m.name, o.provider_name, o.input_usd_per_mtok, o.output_usd_per_mtok,
       (3 * o.input_usd_per_mtok + o.output_usd_per_mtok) / 4 AS blended_usd_per_mtok
FROM offers o
JOIN models m USING (model_id)
JOIN capabilities c USING (model_id)
WHERE o.standing = 'eligible' AND c.capability = 'function_calling' AND c.state = 'yes'
ORDER BY blended_usd_per_mtok
LIMIT 20;

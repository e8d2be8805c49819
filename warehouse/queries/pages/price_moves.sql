-- The newest changes of plain input and output prices that sellers themselves state, up to a day; of one day the
-- largest first, the prices of one offer together.
WITH move AS (
    SELECT utc_date(changed_at) AS day, model_id, provider, provider_name, route_id, meter, old_number, new_number,
           fact_id, max(abs(ln(ratio))) OVER (PARTITION BY utc_date(changed_at), model_id, provider) AS size
    FROM changes
    LEFT JOIN (SELECT provider, any_value(name) AS provider_name FROM internal.provider_info GROUP BY provider)
    USING (provider)
    WHERE change = 'changed' AND attribute = 'price' AND meter IN ('input', 'output') AND qualifiers = ''
      AND ratio IS NOT NULL AND ratio <> 1 AND model_id IS NOT NULL AND changed_at < end_of($day)
      AND source IN (SELECT source FROM internal.source_info WHERE publisher = provider)
)
SELECT day, model_id, coalesce(any_value(provider_name), provider) AS provider_name,
       list({'meter': meter, 'old_number': old_number, 'new_number': new_number, 'fact_id': fact_id}
            ORDER BY meter, fact_id) AS prices
FROM move
GROUP BY day, model_id, provider, route_id, size
ORDER BY day DESC, size DESC, model_id, provider, route_id
LIMIT 8;

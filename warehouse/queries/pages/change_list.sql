-- The newest changes of prices, limits, capabilities and lifecycle up to a day, and announced ends, with names.
SELECT utc_date(changed_at) AS day, change, model_id, provider_name, publisher, attribute, meter, qualifiers,
       old_value, new_value, gate_reasons, fact_id
FROM query_table(ready('internal.cited_change'))
WHERE changed_at < end_of($day) AND model_id IS NOT NULL
  AND attribute NOT IN ('name', 'alias', 'family', 'max_input_tokens', 'score')
  AND (change IN ('changed', 'held') OR attribute IN ('retired_date', 'deprecated_date')
       OR (change = 'missing' AND attribute = 'price' AND meter IN ('input', 'output') AND qualifiers = ''))
ORDER BY day DESC, model_id, provider_name, attribute, meter, qualifiers, change, fact_id
LIMIT $rows;

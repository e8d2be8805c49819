-- The standard prices stated now, in the currency of each: one row per source and subject.
SELECT k.source, k.provider, k.subject_kind, k.subject_stated,
       any_value(b.value_number) FILTER (WHERE k.meter = 'input') AS input_amount,
       any_value(b.value_number) FILTER (WHERE k.meter = 'output') AS output_amount,
       bool_or(s.publisher = k.provider) AS is_own
FROM (FROM value_period QUALIFY span_number = max(span_number) OVER (PARTITION BY key_id)) b
JOIN fact_key k USING (key_id)
JOIN source_info s USING (source)
WHERE k.attribute = 'price' AND k.tier = 'standard' AND k.meter IN ('input', 'output') AND k.is_plain
  AND k.context_from_tokens IS NULL AND k.context_to_tokens IS NULL AND k.valid_from IS NULL AND k.valid_to IS NULL
  AND b.missing_since IS NULL
GROUP BY ALL
ORDER BY ALL;

-- The standard prices stated now, in the currency of each: one row per source and subject.
SELECT k.source, k.provider, k.subject_kind, k.subject_stated,
       any_value(b.value_number) FILTER (WHERE k.meter = 'input') AS input_amount,
       any_value(b.value_number) FILTER (WHERE k.meter = 'output') AS output_amount,
       bool_or(is_sellers_own(s.publisher, k.provider)) AS is_own
FROM (FROM internal.value_period QUALIFY span_number = max(span_number) OVER (PARTITION BY key_id)) b
JOIN internal.fact_key k USING (key_id)
-- What the newest page that was read whole does not state any more is no price of now.
JOIN (SELECT source, document, max(page_seq) FILTER (WHERE is_read_whole)
    AS newest_seq FROM internal.page_order GROUP BY ALL) d
    ON d.source = k.source AND d.document = k.document
JOIN internal.source_info s ON s.source = k.source
WHERE k.attribute = 'price' AND k.tier = 'standard' AND k.meter IN ('input', 'output') AND k.is_plain
  AND k.context_from_tokens IS NULL AND k.context_to_tokens IS NULL AND k.valid_from IS NULL AND k.valid_to IS NULL
  AND b.missing_since IS NULL AND coalesce(b.last_page_seq >= d.newest_seq, TRUE)
GROUP BY ALL
ORDER BY ALL;

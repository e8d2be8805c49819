-- What changed of the models asked for, newest first, with the page on which it was seen.
WITH stated AS (
    SELECT DISTINCT b.fact_id, k.source, k.document FROM belief b JOIN fact_key k USING (key_id)
)
SELECT c.changed_at, c.change, c.source, s.publisher, c.provider, coalesce(n.name, c.provider) AS provider_name, c.subject_stated,
       c.model_id, c.route_id, c.attribute, c.meter, c.qualifiers, c.old_value, c.new_value, c.gate_reasons, c.fact_id,
       min(p.url) AS url, min(p.sha256) AS page_sha256
FROM changes c
JOIN source_info s USING (source)
LEFT JOIN provider_info n ON n.provider = c.provider
JOIN stated t ON t.fact_id = c.fact_id AND t.source = c.source
JOIN pages p ON p.source = c.source AND p.document = t.document AND p.seen_at = c.changed_at
WHERE list_contains($models, c.model_id)
GROUP BY ALL
ORDER BY c.changed_at DESC, c.source, c.provider, c.subject_stated, c.attribute, c.meter, c.qualifiers, c.change, c.old_value, c.new_value, c.fact_id;

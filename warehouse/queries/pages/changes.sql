-- What changed of the models asked for, newest first, with the page on which it was seen.
SELECT c.changed_at, c.change, c.source, coalesce(b.name, s.publisher) AS publisher, c.provider,
       coalesce(n.name, c.provider) AS provider_name, c.subject_stated, c.model_id, c.route_id, c.attribute, c.meter,
       c.qualifiers, c.old_value, c.new_value, c.gate_reasons, c.fact_id, min(p.url) AS url,
       min(p.sha256) AS page_sha256
FROM changes c
JOIN source_info s USING (source)
LEFT JOIN provider_info n ON n.provider = c.provider
LEFT JOIN provider_info b ON b.provider = s.publisher
JOIN pages p ON p.source = c.source AND p.document = c.document AND p.seen_at = c.changed_at
WHERE c.model_id IN (SELECT unnest($models))
GROUP BY ALL
ORDER BY c.changed_at DESC, c.source, c.provider, c.subject_stated, c.attribute, c.meter, c.qualifiers, c.change,
    c.old_value, c.new_value, c.fact_id;

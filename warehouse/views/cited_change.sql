-- What changed of models, with the page on which it was seen.
CREATE OR REPLACE VIEW internal.cited_change AS
SELECT c.changed_at, c.change, c.source, coalesce(b.name, s.publisher) AS publisher, c.provider,
       coalesce(n.name, c.provider) AS provider_name, c.subject_stated, c.model_id, c.route_id, c.attribute, c.meter,
       c.qualifiers, c.old_value, c.new_value, c.gate_reasons, c.fact_id, min(p.url) AS url,
       min(p.sha256) AS page_sha256
FROM changes c
JOIN internal.source_info s USING (source)
LEFT JOIN internal.provider_info n ON n.provider = c.provider
LEFT JOIN internal.provider_info b ON b.provider = s.publisher
JOIN internal.page p ON p.source = c.source AND p.document = c.document AND p.seen_at = c.changed_at
WHERE c.model_id IS NOT NULL
GROUP BY ALL;

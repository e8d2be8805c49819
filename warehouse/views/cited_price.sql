-- Standard token prices of models over time, with the page that began each interval.
CREATE OR REPLACE VIEW internal.cited_price AS
SELECT h.model_id, h.route_id, h.meter, h.usd_per_mtok, h.known_from, h.known_to, h.missing_since, h.last_checked_at,
       h.last_reviewed_at, h.source, coalesce(b.name, s.publisher) AS publisher, h.fact_id, min(p.url) AS url,
       min(p.sha256) AS page_sha256
FROM price_history h
JOIN internal.source_info s USING (source)
LEFT JOIN internal.provider_info b ON b.provider = s.publisher
JOIN internal.page p ON p.source = h.source AND p.document = h.document AND p.seen_at = h.known_from
WHERE h.model_id IS NOT NULL AND h.route_id IS NOT NULL AND h.meter IN ('input', 'output') AND h.tier = 'standard'
  AND h.usd_per_mtok IS NOT NULL AND h.is_plain AND h.context_from_tokens IS NULL
  AND h.gate_state NOT IN ('held', 'rejected')
GROUP BY ALL;

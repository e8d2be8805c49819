-- Claims on models that did not become facts, with the page that makes them; whether its seller's own page does.
CREATE OR REPLACE VIEW internal.cited_set_aside AS
SELECT a.model_id, a.route_id, a.attribute, a.meter, a.qualifiers, a.quote, a.message, a.source,
       coalesce(b.name, s.publisher) AS publisher, a.page_sha256, min(p.url) AS url,
       utc_date(a.last_checked_at) AS checked, bool_or(is_sellers_own(s.publisher, a.provider)) AS is_own
FROM set_aside a
JOIN internal.source_info s USING (source)
LEFT JOIN internal.provider_info b ON b.provider = s.publisher
JOIN internal.page p ON p.source = a.source AND p.document = a.document AND p.sha256 = a.page_sha256
    AND p.seen_at = a.last_checked_at
WHERE a.model_id IS NOT NULL
GROUP BY a.model_id, a.route_id, a.attribute, a.meter, a.qualifiers, a.quote, a.message, a.source, b.name, s.publisher,
    a.page_sha256, a.last_checked_at;

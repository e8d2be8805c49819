-- Claims on the models asked for that did not become facts, with the page that makes them; the seller's own pages
-- first.
SELECT a.model_id, a.route_id, a.attribute, a.meter, a.qualifiers, a.quote, a.message, a.source,
       coalesce(b.name, s.publisher) AS publisher, a.page_sha256, min(p.url) AS url, a.last_checked_at
FROM set_aside a
JOIN source_info s USING (source)
LEFT JOIN provider_info b ON b.provider = s.publisher
JOIN pages p ON p.source = a.source AND p.document = a.document AND p.sha256 = a.page_sha256
    AND p.seen_at = a.last_checked_at
WHERE a.model_id IN (SELECT unnest($models))
GROUP BY ALL
ORDER BY a.model_id, a.route_id, a.attribute, a.meter, a.qualifiers, bool_or(s.publisher = a.provider) DESC, a.source,
    a.page_sha256, a.quote;

-- Facts whose id begins as asked, with their receipts, the page's kind, the body that its anchors come from, and the
-- rule that joined the name to a model.
SELECT f.*, k.key_id, k.document, k.identity_rule, p.kind AS page_kind, p.media_type AS page_media_type,
       p.bytes AS page_bytes, p.answered_url, a.anchor_sha256, g.kind AS anchor_kind, g.url AS anchor_url,
       g.media_type AS anchor_media_type
FROM facts f
JOIN (SELECT DISTINCT ON (fact_id) * FROM internal.fact_as_of ORDER BY fact_id, key_id) k USING (fact_id)
JOIN (
    SELECT source, sha256, any_value(kind) AS kind, any_value(media_type) AS media_type,
           max(bytes) AS bytes, arg_max(answered_url, seen_at) AS answered_url
    FROM internal.page GROUP BY source, sha256
) p ON p.source = f.source AND p.sha256 = f.page_sha256
LEFT JOIN internal.anchored_body a
    ON a.source = k.source AND a.document = k.document AND a.sha256 = f.page_sha256
LEFT JOIN (
    SELECT source, sha256, min(kind) AS kind, min(url) AS url, min(media_type) AS media_type
    FROM internal.page GROUP BY source, sha256
) g ON g.source = a.source AND g.sha256 = a.anchor_sha256
WHERE starts_with(f.fact_id, $fact)
ORDER BY f.fact_id;

-- Facts whose id begins as asked, with their receipts, the page's kind, and the rule that joined the name to a model.
SELECT f.*, k.key_id, k.document, k.identity_rule, p.kind AS page_kind, p.media_type AS page_media_type,
       p.bytes AS page_bytes, p.answered_url
FROM facts f
JOIN (SELECT DISTINCT ON (fact_id) * FROM internal.fact_as_of ORDER BY fact_id, key_id) k USING (fact_id)
JOIN (
    SELECT source, sha256, any_value(kind) AS kind, any_value(media_type) AS media_type,
           max(bytes) AS bytes, arg_max(answered_url, seen_at) AS answered_url
    FROM internal.page GROUP BY source, sha256
) p ON p.source = f.source AND p.sha256 = f.page_sha256
WHERE starts_with(f.fact_id, $fact)
ORDER BY f.fact_id;

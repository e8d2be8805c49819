-- Claims that did not become facts, on the newest page of their document, and why.
CREATE OR REPLACE VIEW set_aside AS
SELECT c.source, c.document, c.provider, c.subject_kind, c.subject_stated, i.model_id, i.route_id, c.attribute, c.meter,
       c.qualifiers, c.quote, c.locator, c.code, c.message, o.sha256 AS page_sha256, o.seen_at AS last_checked_at
FROM internal.claim_set_aside c
JOIN internal.page_order o ON o.source = c.source AND o.document = c.document AND c.first_version_seq <= o.version_seq
    AND (c.last_version_seq IS NULL OR c.last_version_seq >= o.version_seq)
LEFT JOIN internal.identity i ON i.provider = c.provider AND i.subject_kind = c.subject_kind
    AND i.subject_stated = c.subject_stated
WHERE (o.source, o.document, o.page_seq) IN (
    SELECT (source, document, max(page_seq)) FROM internal.page_order WHERE seen_at < as_of_end() GROUP BY source,
        document);
COMMENT ON VIEW set_aside IS 'One row per claim of a newest page that did not become a fact.';

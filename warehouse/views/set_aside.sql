-- Claims that did not become facts, on the newest page of their document, and why.
CREATE OR REPLACE VIEW set_aside AS
SELECT c.source, c.document, c.provider, c.subject_kind, c.subject_stated, i.model_id, i.route_id, c.attribute, c.meter, c.qualifiers,
       c.quote, c.locator, c.code, c.message, o.sha256 AS page_sha256, o.seen_at AS last_checked_at
FROM claim_set_aside c
JOIN page_order o ON o.source = c.source AND o.document = c.document AND o.sha256 = c.sha256
LEFT JOIN identity i ON i.provider = c.provider AND i.subject_kind = c.subject_kind AND i.subject_stated = c.subject_stated
WHERE (o.source, o.document, o.page_seq) IN (
    SELECT (source, document, max(page_seq)) FROM page_order WHERE seen_at < as_of_end() GROUP BY source, document);
COMMENT ON VIEW set_aside IS 'One row per claim of a newest page that did not become a fact.';
COMMENT ON COLUMN set_aside.source IS 'The source.';
COMMENT ON COLUMN set_aside.document IS 'The document.';
COMMENT ON COLUMN set_aside.provider IS 'Who offers the route.';
COMMENT ON COLUMN set_aside.subject_kind IS 'route, model or service.';
COMMENT ON COLUMN set_aside.subject_stated IS 'The subject as the page writes it.';
COMMENT ON COLUMN set_aside.model_id IS 'The model.';
COMMENT ON COLUMN set_aside.route_id IS 'The route.';
COMMENT ON COLUMN set_aside.attribute IS 'price, or what else the claim is about.';
COMMENT ON COLUMN set_aside.meter IS 'Of a price: what is counted.';
COMMENT ON COLUMN set_aside.qualifiers IS 'Tier, band and so on, in one line.';
COMMENT ON COLUMN set_aside.quote IS 'The text on the page.';
COMMENT ON COLUMN set_aside.locator IS 'Where it is.';
COMMENT ON COLUMN set_aside.code IS 'Stable code of the reason.';
COMMENT ON COLUMN set_aside.message IS 'The reason.';
COMMENT ON COLUMN set_aside.page_sha256 IS 'Digest of the archived bytes.';
COMMENT ON COLUMN set_aside.last_checked_at IS 'When that page was seen.';

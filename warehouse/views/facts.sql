-- Every fact with its receipt: the text that the last confirming page states it with, and where.
CREATE OR REPLACE VIEW facts AS
SELECT k.fact_id, k.source, k.subject_kind, k.subject_stated, k.provider,
       coalesce(k.route_id, k.model_id) AS subject_id, k.model_id, k.route_id,
       k.attribute, k.meter, k.tier, k.qualifiers, k.value_text, k.value_number, k.unit, k.held_value, k.held_because, k.review_rank, k.review_rank AS judged,
       f.quote, f.locator, f.context, p.url, f.sha256 AS page_sha256, p.seen_at AS fetched_at, p.form,
       k.state, k.first_seen_at, k.last_checked_at, k.missing_since, k.last_reviewed_at
FROM fact_as_of k
JOIN page_order o ON o.source = k.source AND o.document = k.document AND o.page_seq = k.receipt_page_seq
JOIN fact f ON f.source = k.source AND f.sha256 = o.sha256 AND f.key_id = k.key_id
JOIN (SELECT source, document, sha256, seen_at, min(url) AS url, min(form) AS form
      FROM page WHERE outcome IN ('ok', 'not_modified') GROUP BY ALL) p
    ON p.source = o.source AND p.document = o.document AND p.sha256 = o.sha256 AND p.seen_at = o.seen_at;
COMMENT ON VIEW facts IS 'One row per fact with its receipt: value, quote, place, url, digest, dates.';
COMMENT ON COLUMN facts.fact_id IS 'Hash of what the fact is about and its value: the same statement keeps its id.';
COMMENT ON COLUMN facts.source IS 'The source that states it.';
COMMENT ON COLUMN facts.subject_kind IS 'route, model or service.';
COMMENT ON COLUMN facts.subject_stated IS 'The subject as the page writes it.';
COMMENT ON COLUMN facts.provider IS 'Who offers the route.';
COMMENT ON COLUMN facts.subject_id IS 'The route or model it was resolved to; NULL for a service.';
COMMENT ON COLUMN facts.model_id IS 'The model.';
COMMENT ON COLUMN facts.route_id IS 'The route; NULL for a model or a service.';
COMMENT ON COLUMN facts.attribute IS 'price, or what else the value is about.';
COMMENT ON COLUMN facts.meter IS 'Of a price: what is counted.';
COMMENT ON COLUMN facts.tier IS 'Of a price: standard, batch, flex, priority or fast.';
COMMENT ON COLUMN facts.qualifiers IS 'Tier, band, lifetime, modality, variant, days of effect, in one line.';
COMMENT ON COLUMN facts.value_text IS 'The value in canonical form.';
COMMENT ON COLUMN facts.value_number IS 'The value as a number, in the unit; token prices per million tokens.';
COMMENT ON COLUMN facts.unit IS 'Of a price: what the stated amount is for; else the unit of value_number.';
COMMENT ON COLUMN facts.held_value IS 'A newer value that a gate holds back; NULL when there is none.';
COMMENT ON COLUMN facts.held_because IS 'Why it is held back.';
COMMENT ON COLUMN facts.review_rank IS '0: a person chose it among those of several sources; 1: no person did; 2: a person rejected it.';
COMMENT ON COLUMN facts.judged IS 'Former name of review_rank; goes with the next release.';
COMMENT ON COLUMN facts.quote IS 'The text on the page.';
COMMENT ON COLUMN facts.locator IS 'Where the text is in the archived bytes.';
COMMENT ON COLUMN facts.context IS 'JSON list of the texts that give it meaning.';
COMMENT ON COLUMN facts.url IS 'The page.';
COMMENT ON COLUMN facts.page_sha256 IS 'Digest of the archived bytes.';
COMMENT ON COLUMN facts.fetched_at IS 'When that page was read.';
COMMENT ON COLUMN facts.form IS 'fetched, or the form of an import.';
COMMENT ON COLUMN facts.state IS 'stated; missing: no longer on its page, the last value stands; held: a newer value waits for review.';
COMMENT ON COLUMN facts.first_seen_at IS 'First page of the unbroken run of this value.';
COMMENT ON COLUMN facts.last_checked_at IS 'Last page on which the parser saw this very value.';
COMMENT ON COLUMN facts.missing_since IS 'First whole page without it; NULL while it is there.';
COMMENT ON COLUMN facts.last_reviewed_at IS 'When a person last accepted this value.';

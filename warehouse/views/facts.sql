-- Every fact with its receipt: the text that the last confirming page states it with, and where. As of an older day the
-- place is the newest one of these words: `cardkeep explain` finds the one on the page itself.
CREATE OR REPLACE VIEW facts AS
SELECT k.fact_id, k.source, k.subject_kind, k.subject_stated, k.provider,
       coalesce(k.route_id, k.model_id) AS subject_id, k.model_id, k.route_id,
       k.attribute, k.meter, k.tier, k.qualifiers, k.value_text, k.value_number, k.unit, k.held_value, k.held_because,
       k.review_rank, k.review_rank AS judged, f.quote, f.locator, f.context, p.url, o.sha256 AS page_sha256,
       p.seen_at AS fetched_at, p.form, k.state, k.first_seen_at, k.last_checked_at, k.missing_since, k.anchored_since,
       k.last_reviewed_at
FROM internal.fact_as_of k
JOIN internal.page_order o ON o.source = k.source AND o.document = k.document AND o.page_seq = k.receipt_page_seq
JOIN internal.fact f ON f.key_id = k.key_id AND f.first_version_seq <= o.version_seq
    AND (f.last_version_seq IS NULL OR f.last_version_seq >= o.version_seq)
JOIN (SELECT source, document, sha256, seen_at, min(url) AS url, min(form) AS form
      FROM internal.page WHERE outcome IN ('ok', 'not_modified') GROUP BY ALL) p
    ON p.source = o.source AND p.document = o.document AND p.sha256 = o.sha256 AND p.seen_at = o.seen_at;
COMMENT ON VIEW facts IS 'One row per fact with its receipt: value, quote, place, url, digest, dates.';

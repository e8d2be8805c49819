-- Every value that was ever stated of the models asked for, or of one fact, one row per value and period, with the last
-- page that states it and the text there.
WITH document_at AS (
    SELECT source, document, max(page_seq) AS last_page_seq, max(seen_at) AS last_page_at
    FROM internal.page_order WHERE seen_at < as_of_end() GROUP BY ALL
), period AS (
    SELECT v.key_id, v.period_number, v.fact_id, i.model_id, i.route_id, k.source, k.document, k.provider,
           k.subject_stated, k.attribute, k.meter, k.qualifiers, any_value(v.value_text) AS value_text,
           min(v.known_from) AS known_from, any_value(v.known_to) AS known_to,
           least(coalesce(max(v.last_page_seq), max(d.last_page_seq)), max(d.last_page_seq)) AS page_seq,
           least(coalesce(max(v.last_seen_at), max(d.last_page_at)), max(d.last_page_at)) AS last_checked_at,
           last(v.missing_since ORDER BY v.span_number) AS missing_since,
           any_value(gate_at(v.gate_state, v.published_from, v.decided_at)) AS gate_state,
           any_value(v.gate_reasons) AS gate_reasons
    FROM internal.fact_version v
    JOIN internal.fact_key k USING (key_id)
    JOIN document_at d ON d.source = k.source AND d.document = k.document
    JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
        AND i.subject_stated = k.subject_stated
    WHERE i.model_id IN (SELECT unnest($models::VARCHAR[])) AND v.first_seen_at < as_of_end()
    GROUP BY ALL
), reviewed AS (
    SELECT fact_id, max(decided_at) AS reviewed_at FROM internal.decision
    WHERE verdict = 'accept' AND decided_at < as_of_end() GROUP BY fact_id
), read_page AS (
    SELECT source, document, sha256, seen_at, min(url) AS url, min(form) AS form, min(media_type) AS media_type,
           min(kind) AS kind
    FROM internal.page WHERE outcome IN ('ok', 'not_modified') GROUP BY ALL
)
SELECT p.model_id, p.fact_id, p.key_id, p.source, p.document, coalesce(b.name, s.publisher) AS publisher,
       coalesce(n.name, p.provider) AS provider_name, p.subject_stated, p.route_id, p.attribute, p.meter, p.qualifiers,
       p.value_text, utc_date(p.known_from) AS known_from,
       CASE WHEN p.known_to < as_of_end() THEN utc_date(p.known_to) END AS known_to,
       utc_date(p.last_checked_at) AS checked,
       CASE WHEN p.missing_since < as_of_end() THEN utc_date(p.missing_since) END AS missing_since, p.gate_state,
       p.gate_reasons, utc_date(w.reviewed_at) AS reviewed, f.quote, f.locator, f.context, r.url, o.sha256,
       r.media_type, r.kind, r.form, utc_date(o.seen_at) AS fetched
FROM period p
JOIN internal.source_info s ON s.source = p.source
LEFT JOIN internal.provider_info n ON n.provider = p.provider
LEFT JOIN internal.provider_info b ON b.provider = s.publisher
LEFT JOIN reviewed w ON w.fact_id = p.fact_id
JOIN internal.page_order o ON o.source = p.source AND o.document = p.document AND o.page_seq = p.page_seq
JOIN internal.fact f ON f.key_id = p.key_id AND f.first_version_seq <= o.version_seq
    AND (f.last_version_seq IS NULL OR f.last_version_seq >= o.version_seq) AND f.value_text = p.value_text
JOIN read_page r ON r.source = o.source AND r.document = o.document AND r.sha256 = o.sha256 AND r.seen_at = o.seen_at
ORDER BY p.model_id, p.source, p.document, p.provider, p.subject_stated, p.attribute, p.meter, p.qualifiers, p.key_id,
    p.period_number;

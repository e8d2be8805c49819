-- Every value of one model over time: each interval with the receipt of the page that began it.
SELECT v.known_from, CASE WHEN any_value(v.known_to) < as_of_end() THEN any_value(v.known_to) END AS known_to,
       k.provider, k.subject_stated, k.attribute, k.meter, k.qualifiers, v.value_text,
       any_value(gate_at(v.gate_state, v.published_from, v.decided_at)) AS gate, k.source,
       any_value(f.quote) AS quote, any_value(f.locator) AS locator, any_value(p.url) AS url,
       any_value(o.sha256) AS page_sha256, v.fact_id
FROM internal.fact_version v
JOIN internal.fact_key k USING (key_id)
JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
    AND i.subject_stated = k.subject_stated
JOIN internal.value_period r ON r.key_id = v.key_id AND r.period_number = v.period_number
    AND r.first_seen_at = v.known_from
JOIN internal.page_order o ON o.source = k.source AND o.document = k.document AND o.page_seq = r.first_page_seq
JOIN internal.fact f ON f.key_id = v.key_id AND f.first_version_seq = o.version_seq
LEFT JOIN internal.page p ON p.source = k.source AND p.document = k.document AND p.sha256 = o.sha256
    AND p.seen_at = o.seen_at
WHERE i.model_id = $model AND v.known_from < as_of_end()
  AND ($attribute IS NULL OR k.attribute = $attribute OR k.meter = $attribute)
  AND ($provider IS NULL OR k.provider = $provider)
GROUP BY v.known_from, k.provider, k.subject_stated, k.attribute, k.meter, k.qualifiers, v.value_text, k.source,
    v.fact_id
ORDER BY k.attribute, k.provider, k.source, k.subject_stated, k.meter, k.qualifiers, v.known_from;

-- Every value of one model over time: each interval with the receipt of the page that began it.
SELECT b.known_from, CASE WHEN any_value(b.known_to) < as_of_end() THEN any_value(b.known_to) END AS known_to,
       k.provider, k.subject_stated, k.attribute, k.meter, k.qualifiers, b.value_text,
       any_value(gate_at(b.gate_state, b.shown_from, b.decided_at)) AS gate, k.source,
       any_value(f.quote) AS quote, any_value(f.locator) AS locator, any_value(p.url) AS url, any_value(o.sha256) AS page_sha256, b.fact_id
FROM belief b
JOIN fact_key k USING (key_id)
JOIN identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind AND i.subject_stated = k.subject_stated
JOIN value_run r ON r.key_id = b.key_id AND r.run_number = b.run_number AND r.first_seen_at = b.known_from
JOIN page_order o ON o.source = k.source AND o.document = k.document AND o.place = r.first_place
JOIN fact f ON f.source = k.source AND f.sha256 = o.sha256 AND f.key_id = b.key_id
LEFT JOIN page p ON p.source = k.source AND p.document = k.document AND p.sha256 = o.sha256 AND p.seen_at = o.seen_at
WHERE i.model_id = $model AND b.known_from < as_of_end()
  AND ($attribute IS NULL OR k.attribute = $attribute OR k.meter = $attribute)
  AND ($provider IS NULL OR k.provider = $provider)
GROUP BY b.known_from, k.provider, k.subject_stated, k.attribute, k.meter, k.qualifiers, b.value_text, k.source, b.fact_id
ORDER BY k.attribute, k.provider, k.source, k.subject_stated, k.meter, k.qualifiers, b.known_from;

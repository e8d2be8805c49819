-- What the next generation will believe otherwise than the last one, and the newer values on a run's own pages that it holds back.
WITH shown AS (
    SELECT key_id, any_value(value_text) AS value_text FROM belief WHERE shown_from IS NOT NULL AND shown_to IS NULL GROUP BY key_id
), reported AS (
    SELECT key_id, arg_max(coalesce(new_value, ''), generation) AS value_text FROM publication_change GROUP BY key_id
), held AS (
    SELECT key_id, arg_max(value_text, run_number) AS value_text, arg_max(gate_reasons, run_number) AS reasons, max(known_from) AS known_from
    FROM belief WHERE gate_state = 'held' AND known_to IS NULL GROUP BY key_id
)
SELECT CASE WHEN r.value_text IS NULL THEN 'new' ELSE 'changed' END AS change, k.provider, k.subject_stated,
       concat_ws(' ', k.attribute, k.meter, k.qualifiers) AS about, nullif(r.value_text, '') AS old_value, s.value_text AS new_value, NULL AS reasons
FROM shown s LEFT JOIN reported r USING (key_id) JOIN fact_key k USING (key_id)
WHERE s.value_text IS DISTINCT FROM nullif(r.value_text, '')
UNION ALL
SELECT 'held', k.provider, k.subject_stated, concat_ws(' ', k.attribute, k.meter, k.qualifiers), s.value_text, h.value_text, h.reasons
FROM held h JOIN shown s USING (key_id) JOIN fact_key k USING (key_id)
SEMI JOIN page p ON p.run_id = $run_id AND p.source = k.source AND p.document = k.document AND p.seen_at = h.known_from
ORDER BY ALL;

-- What the next generation will publish otherwise than the last one, and the newer values on a run's own pages that it
-- holds back.
WITH published AS (
    SELECT key_id, any_value(value_text) AS value_text
    FROM internal.fact_version SEMI JOIN internal.unpublished_key USING (key_id)
    WHERE published_from IS NOT NULL AND published_to IS NULL GROUP BY key_id
), reported AS (
    SELECT key_id, arg_max(coalesce(new_value, ''), generation) AS value_text
    FROM internal.publication_change SEMI JOIN internal.unpublished_key USING (key_id) GROUP BY key_id
), held AS (
    SELECT key_id, arg_max(value_text, period_number) AS value_text, arg_max(gate_reasons, period_number) AS reasons,
           max(known_from) AS known_from
    FROM internal.fact_version WHERE gate_state = 'held' AND known_to IS NULL GROUP BY key_id
)
SELECT CASE WHEN r.value_text IS NULL THEN 'new' ELSE 'changed' END AS change, k.provider, k.subject_stated,
       concat_ws(' ', k.attribute, k.meter, k.qualifiers) AS about, nullif(r.value_text, '') AS old_value,
       s.value_text AS new_value, NULL AS reasons
FROM published s LEFT JOIN reported r USING (key_id) JOIN internal.fact_key k USING (key_id)
WHERE s.value_text IS DISTINCT FROM nullif(r.value_text, '')
UNION ALL
SELECT 'held', k.provider, k.subject_stated, concat_ws(' ', k.attribute, k.meter, k.qualifiers), s.value_text,
       h.value_text, h.reasons
FROM held h JOIN published s USING (key_id) JOIN internal.fact_key k USING (key_id)
SEMI JOIN internal.page p ON p.run_id = $run_id AND p.source = k.source AND p.document = k.document
    AND p.seen_at = h.known_from
ORDER BY ALL;

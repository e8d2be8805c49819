-- What changed and when: values that appeared, changed, were held back or went missing, up to the day asked for.
CREATE OR REPLACE VIEW changes AS
WITH run AS (
    SELECT key_id, run_number, fact_id, any_value(value_text) AS value_text, min(known_from) AS known_from,
           any_value(gate_state) AS gate_state, any_value(gate_reasons) AS gate_reasons,
           last(missing_since ORDER BY stretch_number) AS missing_since
    FROM belief GROUP BY ALL
), event AS (
    SELECT key_id, fact_id, known_from AS changed_at,
           CASE WHEN gate_state IN ('held', 'rejected') THEN gate_state WHEN run_number = 1 THEN 'appeared' ELSE 'changed' END AS change,
           lag(value_text) OVER (PARTITION BY key_id ORDER BY run_number) AS old_value, value_text AS new_value, gate_reasons
    FROM run
    UNION ALL
    SELECT key_id, fact_id, missing_since, 'missing', value_text, NULL, NULL FROM run WHERE missing_since IS NOT NULL
), beginning AS (
    SELECT source, document, min(seen_at) AS first_page_at FROM page_order GROUP BY ALL
)
SELECT e.changed_at, e.change, k.source, k.provider, k.subject_stated, i.model_id, i.route_id, k.attribute, k.meter, k.qualifiers,
       e.old_value, e.new_value, e.gate_reasons, e.fact_id
FROM event e
JOIN fact_key k USING (key_id)
JOIN beginning b ON b.source = k.source AND b.document = k.document
JOIN identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind AND i.subject_stated = k.subject_stated
WHERE e.changed_at < as_of_end() AND NOT (e.change = 'appeared' AND e.changed_at = b.first_page_at);
COMMENT ON VIEW changes IS 'One row a change; what the first page of a document states is no change.';
COMMENT ON COLUMN changes.changed_at IS 'When the page that brought it was seen.';
COMMENT ON COLUMN changes.change IS 'appeared, changed, missing, held or rejected.';
COMMENT ON COLUMN changes.source IS 'The source.';
COMMENT ON COLUMN changes.provider IS 'Who offers the route.';
COMMENT ON COLUMN changes.subject_stated IS 'The subject as the page writes it.';
COMMENT ON COLUMN changes.model_id IS 'The model.';
COMMENT ON COLUMN changes.route_id IS 'The route.';
COMMENT ON COLUMN changes.attribute IS 'price, or what else the value is about.';
COMMENT ON COLUMN changes.meter IS 'Of a price: what is counted.';
COMMENT ON COLUMN changes.qualifiers IS 'Tier, band and so on, in one line.';
COMMENT ON COLUMN changes.old_value IS 'The value before; NULL where there was none.';
COMMENT ON COLUMN changes.new_value IS 'The value since; NULL where it went missing.';
COMMENT ON COLUMN changes.gate_reasons IS 'Why a gate held it.';
COMMENT ON COLUMN changes.fact_id IS 'The fact, for explain.';

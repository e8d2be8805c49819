-- What changed and when: values that appeared, changed, were held back or went missing, up to the day asked for.
CREATE OR REPLACE VIEW changes AS
WITH period AS (
    SELECT key_id, period_number, fact_id, any_value(value_text) AS value_text,
           any_value(coalesce(per_mtok(value_number, unit), value_number)) AS value_number, min(known_from)
               AS known_from,
           gate_at(any_value(gate_state), any_value(published_from), any_value(decided_at)) AS gate_state,
           any_value(gate_reasons) AS gate_reasons
    FROM query_table(narrowed('fact_version')) GROUP BY key_id, period_number, fact_id
), succession AS (
    SELECT *, last_value(CASE WHEN gate_state NOT IN ('held', 'rejected') THEN value_text END IGNORE NULLS) OVER (
               PARTITION BY key_id ORDER BY period_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS old_value,
           last_value(CASE WHEN gate_state NOT IN ('held', 'rejected') THEN value_number END IGNORE NULLS) OVER (
               PARTITION BY key_id ORDER BY period_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS old_number
    FROM period
), span_before AS (
    SELECT *, lag(missing_since) OVER (PARTITION BY key_id ORDER BY period_number, span_number) AS missing_before
    FROM query_table(narrowed('fact_version'))
), event AS (
    SELECT key_id, fact_id, known_from AS changed_at,
           CASE WHEN gate_state IN ('held', 'rejected') THEN gate_state WHEN period_number = 1 THEN 'appeared'
               ELSE 'changed' END AS change,
           old_value, value_text AS new_value, old_number, value_number AS new_number, gate_reasons
    FROM succession WHERE old_value IS DISTINCT FROM value_text
    UNION ALL
    SELECT key_id, fact_id, missing_since, 'missing', value_text, NULL, NULL, NULL, NULL
    FROM query_table(narrowed('fact_version')) WHERE missing_since IS NOT NULL
    UNION ALL
    SELECT key_id, fact_id, first_seen_at, 'appeared', NULL, value_text, NULL, NULL, NULL FROM span_before
    WHERE missing_before IS NOT NULL AND first_seen_at > known_from
), beginning AS (
    SELECT source, document, min(seen_at) AS first_page_at FROM internal.page_order GROUP BY ALL
)
SELECT e.changed_at, e.change, k.source, k.document, k.provider, k.subject_stated, i.model_id, i.route_id, k.attribute,
       k.meter, k.qualifiers, e.old_value, e.new_value, e.old_number, e.new_number,
       CASE WHEN e.old_number > 0 THEN round(e.new_number::DOUBLE / e.old_number::DOUBLE, 6) END AS ratio,
           e.gate_reasons,
       e.fact_id
FROM event e
JOIN internal.fact_key k USING (key_id)
JOIN beginning b ON b.source = k.source AND b.document = k.document
JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
    AND i.subject_stated = k.subject_stated
WHERE e.changed_at < as_of_end() AND NOT (e.change = 'appeared' AND e.changed_at = b.first_page_at)
  AND NOT (e.change = 'appeared' AND k.attribute = 'exchange_rate');
COMMENT ON VIEW changes IS
    'One row per change; what a first page states is no change, nor is the exchange rate of another day.';

-- What waits for a person, and what persons decided.
CREATE OR REPLACE VIEW reviews AS
SELECT v.fact_id, k.source, k.provider, k.subject_stated, i.model_id, i.route_id, k.attribute, k.meter, k.qualifiers,
       n.value_text AS published_value, v.value_text AS proposed_value, v.gate_reasons AS reasons,
       min(v.known_from) AS since_at,
       CASE WHEN d.verdict IS NULL THEN 'open' ELSE d.verdict || 'ed' END AS state, d.decided_at, d.decided_by, d.reason
FROM internal.fact_version v
JOIN internal.fact_key k USING (key_id)
JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
    AND i.subject_stated = k.subject_stated
LEFT JOIN internal.fact_as_of n USING (key_id)
LEFT JOIN (SELECT fact_id, last(verdict ORDER BY decided_at) AS verdict, max(decided_at) AS decided_at,
                  last(decided_by ORDER BY decided_at) AS decided_by, last(reason ORDER BY decided_at) AS reason
           FROM internal.decision WHERE decided_at < as_of_end() GROUP BY fact_id) d ON d.fact_id = v.fact_id
WHERE v.known_from < as_of_end()
  -- What only waits for another price of its card follows that one.
  AND (d.verdict IS NOT NULL OR v.gate_reasons <> 'another price of its card is held')
  AND (d.verdict IS NOT NULL
       OR gate_at(v.gate_state, v.published_from, v.decided_at) = 'held'
           AND (v.known_to IS NULL OR v.known_to >= as_of_end()))
GROUP BY ALL;
COMMENT ON VIEW reviews IS 'One row per held value that waits for a person, or that a person decided on.';

-- What waits for a person, and what persons decided.
CREATE OR REPLACE VIEW reviews AS
SELECT v.fact_id, k.source, k.provider, k.subject_stated, i.model_id, i.route_id, k.attribute, k.meter, k.qualifiers,
       n.value_text AS published_value, v.value_text AS proposed_value, v.gate_reasons AS reasons, min(v.known_from) AS since_at,
       CASE WHEN d.verdict IS NULL THEN 'open' ELSE d.verdict || 'ed' END AS state, d.decided_at, d.decided_by, d.reason
FROM fact_version v
JOIN fact_key k USING (key_id)
JOIN identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind AND i.subject_stated = k.subject_stated
LEFT JOIN fact_as_of n USING (key_id)
LEFT JOIN (SELECT fact_id, last(verdict ORDER BY decided_at) AS verdict, max(decided_at) AS decided_at,
                  last(decided_by ORDER BY decided_at) AS decided_by, last(reason ORDER BY decided_at) AS reason
           FROM decision WHERE decided_at < as_of_end() GROUP BY fact_id) d ON d.fact_id = v.fact_id
WHERE v.known_from < as_of_end()
  AND (d.verdict IS NOT NULL
       OR gate_at(v.gate_state, v.published_from, v.decided_at) = 'held' AND (v.known_to IS NULL OR v.known_to >= as_of_end()))
GROUP BY ALL;
COMMENT ON VIEW reviews IS 'One row per held value that waits for a person, or that a person decided on.';
COMMENT ON COLUMN reviews.fact_id IS 'The proposed fact: what a decision names.';
COMMENT ON COLUMN reviews.source IS 'The source that states it.';
COMMENT ON COLUMN reviews.provider IS 'Who offers the route.';
COMMENT ON COLUMN reviews.subject_stated IS 'The subject as the page writes it.';
COMMENT ON COLUMN reviews.model_id IS 'The model.';
COMMENT ON COLUMN reviews.route_id IS 'The route.';
COMMENT ON COLUMN reviews.attribute IS 'price, or what else the value is about.';
COMMENT ON COLUMN reviews.meter IS 'Of a price: what is counted.';
COMMENT ON COLUMN reviews.qualifiers IS 'Tier, band and so on, in one line.';
COMMENT ON COLUMN reviews.published_value IS 'The value that stands meanwhile.';
COMMENT ON COLUMN reviews.proposed_value IS 'The value held back.';
COMMENT ON COLUMN reviews.reasons IS 'Why a gate held it.';
COMMENT ON COLUMN reviews.since_at IS 'Since when.';
COMMENT ON COLUMN reviews.state IS 'open, accepted or rejected.';
COMMENT ON COLUMN reviews.decided_at IS 'When a person decided.';
COMMENT ON COLUMN reviews.decided_by IS 'Who.';
COMMENT ON COLUMN reviews.reason IS 'Why.';

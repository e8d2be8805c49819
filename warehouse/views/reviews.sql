-- What waits for a person, and what persons decided. Of what waits a person is asked about what is sold, what no
-- page will settle, and what readers miss: folded_because says of the rest why not.
CREATE OR REPLACE VIEW reviews AS
WITH waiting AS (
    SELECT v.fact_id, k.source, k.document, k.provider, k.subject_stated, i.model_id, i.route_id, k.attribute, k.meter,
           k.qualifiers, n.value_text AS published_value, v.value_text AS proposed_value, v.gate_reasons AS reasons,
           min(v.known_from) AS since_at,
           CASE WHEN d.verdict IS NULL THEN 'open' ELSE d.verdict || 'ed' END AS state, d.decided_at, d.decided_by,
           d.reason
    FROM internal.fact_version v
    JOIN internal.fact_key k USING (key_id)
    JOIN internal.identity i
        ON i.provider = k.provider AND i.subject_kind = k.subject_kind AND i.subject_stated = k.subject_stated
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
    GROUP BY ALL
), repeated AS (
    -- The whole pages that have repeated a value since: with a second one its page had its say.
    SELECT w.fact_id, count(*) AS pages
    FROM waiting w
    JOIN internal.page_order p ON p.source = w.source AND p.document = w.document AND p.seen_at > w.since_at
    WHERE w.state = 'open' AND p.is_read_whole AND p.seen_at < as_of_end()
    GROUP BY w.fact_id
), priced AS (
    -- What a fresh page of another publisher states of the same price.
    SELECT DISTINCT w.fact_id
    FROM waiting w
    JOIN internal.source_info i ON i.source = w.source
    JOIN internal.fact_as_of o
        ON o.route_id = w.route_id AND o.attribute = w.attribute AND o.meter = w.meter AND o.qualifiers = w.qualifiers
        AND o.publisher <> i.publisher AND o.missing_since IS NULL AND o.review_rank < 2
    WHERE w.attribute = 'price' AND w.published_value IS NULL AND NOT is_stale('price', o.last_checked_at)
), sold AS (
    SELECT route_id, model_id, is_live AND kind = 'offer' AS is_sold FROM query_table(ready('offers'))
)
SELECT w.* EXCLUDE (document),
       CASE WHEN w.state <> 'open' THEN NULL
            -- An offer that is known by what is held alone is not known yet.
            WHEN w.route_id IN (SELECT route_id FROM sold WHERE NOT is_sold)
                OR w.route_id IS NULL AND w.model_id NOT IN (SELECT model_id FROM sold WHERE is_sold)
                THEN 'no live offer'
            WHEN is_settled_by_repetition(w.reasons) AND coalesce(r.pages, 0) < 2 THEN 'its next pages settle it'
            WHEN w.fact_id IN (SELECT fact_id FROM priced) THEN 'another page states its price'
       END AS folded_because
FROM waiting w
LEFT JOIN repeated r USING (fact_id);
COMMENT ON VIEW reviews IS 'One row per held value that waits for a person, or that a person decided on.';

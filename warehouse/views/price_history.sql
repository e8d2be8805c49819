-- Every price ever stated, with the two clocks: valid_* is what its page says, known_* is when we knew it.
CREATE OR REPLACE VIEW price_history AS
WITH history AS (
    SELECT i.route_id, k.provider, r.provider_model_id, k.subject_stated AS stated_name, i.model_id, k.subject_kind,
           k.meter, k.tier, k.context_from_tokens, k.context_to_tokens, k.lifetime, k.modality, k.variant,
           k.band_rule, k.region, k.mode, k.hours, k.price_class, k.plan, k.is_plain, k.qualifiers,
           any_value(v.currency) AS currency, arg_max(v.amount, v.span_number) AS amount,
           arg_max(v.unit, v.span_number) AS unit, any_value(v.usd_per_mtok) AS usd_per_mtok,
           any_value(v.value_number) AS value_number, k.valid_from, k.valid_to,
           (k.valid_from IS NULL OR k.valid_from <= as_of_date())
               AND (k.valid_to IS NULL OR k.valid_to > as_of_date()) AS in_effect,
           v.known_from,
           CASE WHEN any_value(v.known_to) < as_of_end() THEN any_value(v.known_to) END AS known_to,
           any_value(v.gate_state) AS gate_state, any_value(v.gate_reasons) AS gate_reasons,
           CASE WHEN any_value(v.gate_state) IN ('held', 'rejected') THEN any_value(v.gate_state)
                WHEN last(v.missing_since ORDER BY v.span_number) < as_of_end() THEN 'missing'
                    ELSE 'stated' END AS state,
           k.source, k.document, v.fact_id, v.known_from AS first_seen_at,
           max(least(v.last_seen_at, d.last_page_at)) AS last_checked_at,
           CASE WHEN last(v.missing_since ORDER BY v.span_number) < as_of_end() THEN last(v.missing_since
               ORDER BY v.span_number) END AS missing_since,
           last(CASE WHEN v.is_anchored THEN v.first_seen_at END ORDER BY v.span_number) AS anchored_since,
           (SELECT max(decided_at) FROM internal.decision WHERE decision.fact_id = v.fact_id AND verdict = 'accept'
               AND decided_at < as_of_end()) AS last_reviewed_at
    FROM (
        SELECT * REPLACE (gate_at(gate_state, published_from, decided_at) AS gate_state)
        FROM query_table(narrowed('fact_version'))) v
    JOIN internal.fact_key k USING (key_id)
    JOIN (SELECT source, document,
        max(seen_at) AS last_page_at FROM internal.page_order WHERE seen_at < as_of_end() GROUP BY ALL) d
        ON d.source = k.source AND d.document = k.document
    JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
        AND i.subject_stated = k.subject_stated
    LEFT JOIN internal.route_spelling r USING (route_id)
    WHERE k.attribute = 'price' AND v.first_seen_at < as_of_end()
    GROUP BY ALL
)
SELECT h.* EXCLUDE (value_number) REPLACE (coalesce(usd_per_mtok,
       converted(per_mtok(value_number, unit), e.usd)) AS usd_per_mtok), e.usd AS exchange_rate,
           e.rate_date AS exchange_rate_date
FROM history h
LEFT JOIN rates_on(as_of_end()) e ON e.currency = h.currency AND e.day = utc_date(h.last_checked_at);
COMMENT ON VIEW price_history IS 'One row per price and interval in which its source stated it.';

-- Every price ever stated, with the two clocks: valid_* is what its page says, known_* is when we knew it.
CREATE OR REPLACE VIEW price_history AS
WITH history AS (
    SELECT i.route_id, k.provider, r.provider_model_id, k.subject_stated AS stated_name, i.model_id, k.subject_kind,
           k.meter, k.tier, k.context_from_tokens, k.context_to_tokens, k.lifetime, k.modality, k.variant,
           k.band_rule, k.region, k.mode, k.hours, k.price_class, k.plan, k.is_plain, k.qualifiers,
           any_value(v.currency) AS currency, arg_max(v.amount, v.span_number) AS amount, arg_max(v.unit, v.span_number) AS unit,
           any_value(v.usd_per_mtok) AS usd_per_mtok, any_value(v.value_number) AS value_number, k.valid_from, k.valid_to,
           (k.valid_from IS NULL OR k.valid_from <= as_of_date()) AND (k.valid_to IS NULL OR k.valid_to > as_of_date()) AS in_effect,
           v.known_from,
           CASE WHEN any_value(v.known_to) < as_of_end() THEN any_value(v.known_to) END AS known_to,
           any_value(v.gate_state) AS gate_state, any_value(v.gate_reasons) AS gate_reasons,
           CASE WHEN any_value(v.gate_state) IN ('held', 'rejected') THEN any_value(v.gate_state)
                WHEN last(v.missing_since ORDER BY v.span_number) < as_of_end() THEN 'missing' ELSE 'stated' END AS state,
           k.source, k.document, v.fact_id, v.known_from AS first_seen_at,
           max(least(v.last_seen_at, d.last_page_at)) AS last_checked_at,
           CASE WHEN last(v.missing_since ORDER BY v.span_number) < as_of_end() THEN last(v.missing_since ORDER BY v.span_number) END AS missing_since,
           (SELECT max(decided_at) FROM decision WHERE decision.fact_id = v.fact_id AND verdict = 'accept' AND decided_at < as_of_end()) AS last_reviewed_at
    FROM (SELECT * REPLACE (gate_at(gate_state, published_from, decided_at) AS gate_state) FROM fact_version) v
    JOIN fact_key k USING (key_id)
    JOIN (SELECT source, document, max(seen_at) AS last_page_at FROM page_order WHERE seen_at < as_of_end() GROUP BY ALL) d
        ON d.source = k.source AND d.document = k.document
    JOIN identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind AND i.subject_stated = k.subject_stated
    LEFT JOIN route_spelling r USING (route_id)
    WHERE k.attribute = 'price' AND v.known_from < as_of_end() AND v.first_seen_at < as_of_end()
    GROUP BY ALL
)
SELECT h.* EXCLUDE (value_number) REPLACE (coalesce(usd_per_mtok, converted(per_mtok(value_number, unit), e.usd)) AS usd_per_mtok),
       e.usd AS exchange_rate, e.rate_date AS exchange_rate_date
FROM history h
LEFT JOIN rates_on(as_of_end()) e ON e.currency = h.currency AND e.day = (h.last_checked_at AT TIME ZONE 'UTC')::DATE;
COMMENT ON VIEW price_history IS 'One row per price and interval in which its source stated it.';
COMMENT ON COLUMN price_history.known_from IS 'When the first page with this price was seen.';
COMMENT ON COLUMN price_history.known_to IS 'When the first page with another price was seen; NULL while it stands.';
COMMENT ON COLUMN price_history.gate_state IS 'passed; held: waits for review; confirmed: held until a later page agreed; accepted or rejected: a person decided.';
COMMENT ON COLUMN price_history.gate_reasons IS 'Why a gate held it.';
COMMENT ON COLUMN price_history.route_id IS 'The route; NULL for a service such as a search tool.';
COMMENT ON COLUMN price_history.provider IS 'Who sells it.';
COMMENT ON COLUMN price_history.provider_model_id IS 'The provider''s own id of the route.';
COMMENT ON COLUMN price_history.stated_name IS 'The subject as the page writes it.';
COMMENT ON COLUMN price_history.model_id IS 'The model.';
COMMENT ON COLUMN price_history.subject_kind IS 'route, or service for a tool sold beside the models.';
COMMENT ON COLUMN price_history.meter IS 'What is counted: input, output, cache_read, cache_write, ...';
COMMENT ON COLUMN price_history.tier IS 'standard, batch, flex, priority or fast.';
COMMENT ON COLUMN price_history.context_from_tokens IS 'Smallest input in tokens that it is for; NULL: no lower end.';
COMMENT ON COLUMN price_history.context_to_tokens IS 'First input size in tokens that it is no longer for; NULL: no upper end.';
COMMENT ON COLUMN price_history.lifetime IS 'Of a cache write: how long the cache lives.';
COMMENT ON COLUMN price_history.modality IS 'Modality it is for, where the page says so.';
COMMENT ON COLUMN price_history.variant IS 'What else tells it from its neighbours: a picture size, fine_tuned.';
COMMENT ON COLUMN price_history.band_rule IS 'cliff or marginal, where the page says so: whether a larger input pays this price whole or only beyond the end.';
COMMENT ON COLUMN price_history.region IS 'Region it is for, as the page writes it; NULL where none is stated.';
COMMENT ON COLUMN price_history.mode IS 'thinking or non_thinking, where the page tells them apart.';
COMMENT ON COLUMN price_history.hours IS 'Time of day it holds, UTC, half-open, as 16:30-00:30; NULL: all day.';
COMMENT ON COLUMN price_history.price_class IS 'introductory, promotional or net (a discount taken off); NULL for a list price.';
COMMENT ON COLUMN price_history.plan IS 'Plan or allowance it is for; NULL where none is stated.';
COMMENT ON COLUMN price_history.is_plain IS 'Whether any text request pays it, under no condition but tier and band.';
COMMENT ON COLUMN price_history.qualifiers IS 'All of these in one line.';
COMMENT ON COLUMN price_history.currency IS 'Currency as quoted.';
COMMENT ON COLUMN price_history.amount IS 'Amount as stated, per unit, in the currency.';
COMMENT ON COLUMN price_history.unit IS 'What the amount is for.';
COMMENT ON COLUMN price_history.usd_per_mtok IS 'Dollars per million tokens; of a price in another currency converted, to five digits. NULL for other units, and where no rate is known.';
COMMENT ON COLUMN price_history.exchange_rate IS 'Dollars that a unit of the currency was worth; NULL for dollars, and where no rate is known.';
COMMENT ON COLUMN price_history.exchange_rate_date IS 'Day of the rate: the newest one on or before the day of the last check.';
COMMENT ON COLUMN price_history.valid_from IS 'First day of effect, as the page states it.';
COMMENT ON COLUMN price_history.valid_to IS 'First day no longer in effect, as the page states it.';
COMMENT ON COLUMN price_history.in_effect IS 'Whether the day asked for is inside the days of effect.';
COMMENT ON COLUMN price_history.source IS 'The source that states it.';
COMMENT ON COLUMN price_history.document IS 'The document that states it.';
COMMENT ON COLUMN price_history.fact_id IS 'The fact, for explain.';
COMMENT ON COLUMN price_history.state IS 'stated; missing: no longer on its page, the last value stands; held: a newer value waits for review.';
COMMENT ON COLUMN price_history.first_seen_at IS 'First page of the unbroken run of this value.';
COMMENT ON COLUMN price_history.last_checked_at IS 'Last page on which the parser saw this very value.';
COMMENT ON COLUMN price_history.missing_since IS 'First whole page without it; NULL while it is there.';
COMMENT ON COLUMN price_history.last_reviewed_at IS 'When a person last accepted this value.';

-- The standing facts as of a day: one row per fact key, with the value published then and the newer value held back, if
-- there is one. Those of now are kept as a table, because most questions are about now. Neither says when a fact was
-- last checked: that moves with every page of its document, and fact_as_of joins it.
CREATE OR REPLACE VIEW internal.standing_fact AS
WITH published AS (
    SELECT * FROM internal.fact_version
    WHERE published_from < as_of_end() AND (published_to IS NULL OR published_to >= as_of_end())
      AND first_seen_at < as_of_end() AND (next_seen_at IS NULL OR next_seen_at >= as_of_end())
), held AS (
    SELECT key_id, arg_max(value_text, period_number) AS held_value,
           arg_max(gate_reasons, period_number) AS held_because,
           last(CASE WHEN missing_since < as_of_end() THEN missing_since END ORDER BY period_number, span_number)
               FILTER (WHERE first_seen_at < as_of_end()) AS missing_since
    FROM internal.fact_version
    WHERE known_from < as_of_end() AND (known_to IS NULL OR known_to >= as_of_end())
        AND (published_from IS NULL OR published_from >= as_of_end())
    GROUP BY key_id
), reviewed AS (
    -- A value that a person chose among those of several sources goes before all others, a rejected one after.
    SELECT fact_id, max(decided_at) FILTER (WHERE verdict = 'accept') AS last_reviewed_at,
           last(CASE WHEN verdict = 'reject' THEN 2 WHEN len(against) > 0 THEN 0 ELSE 1 END
               ORDER BY decided_at)::UTINYINT AS review_rank,
           last(against ORDER BY decided_at) AS chosen_over
    FROM internal.decision WHERE decided_at < as_of_end() GROUP BY fact_id
)
SELECT v.fact_id, v.key_id, k.source, k.document, k.provider, k.subject_kind, k.subject_stated, k.attribute, k.meter,
       k.tier, k.context_from_tokens, k.context_to_tokens, k.lifetime, k.modality, k.variant, k.valid_from, k.valid_to,
       k.benchmark, k.version, k.runner, k.band_rule, k.region, k.mode, k.hours, k.price_class, k.plan, k.is_plain,
       k.qualifiers, v.value_text, v.value_number, v.amount, v.currency, v.unit, v.usd_per_mtok, v.measured_date,
       v.is_rounded, CASE WHEN v.is_anchored THEN v.first_seen_at END AS anchored_since,
       i.model_id, i.route_id, i.route_variant, i.rule AS identity_rule, s.publisher, s.lineage, s.role,
       CASE WHEN is_sellers_own(s.publisher, k.provider) THEN 0
            WHEN s.lineage = 'first_party' THEN 1 WHEN s.lineage = 'own_card' THEN 2
            WHEN s.lineage = 'aggregator' THEN 3 ELSE 4 END AS authority,
       CASE WHEN h.held_value IS NOT NULL THEN 'held'
            WHEN v.missing_since < as_of_end() THEN 'missing' ELSE 'stated' END AS state,
       h.held_value, h.held_because,
       v.known_from AS first_seen_at, v.last_seen_at,
       CASE WHEN v.missing_since < as_of_end() THEN v.missing_since ELSE h.missing_since END AS missing_since,
       CASE WHEN v.gone_since < as_of_end() THEN v.gone_since END AS gone_since,
       r.last_reviewed_at, coalesce(r.review_rank, 1) AS review_rank, r.chosen_over,
       v.last_page_seq
FROM published v
JOIN internal.fact_key k USING (key_id)
JOIN internal.source_info s ON s.source = k.source
JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
    AND i.subject_stated = k.subject_stated
LEFT JOIN held h USING (key_id)
LEFT JOIN reviewed r USING (fact_id);
CREATE TABLE IF NOT EXISTS internal.current_fact AS SELECT * FROM internal.standing_fact WHERE FALSE;
DELETE FROM internal.current_fact WHERE key_id IN (FROM internal.touched_key);
INSERT INTO internal.current_fact FROM internal.standing_fact WHERE key_id IN (FROM internal.touched_key);

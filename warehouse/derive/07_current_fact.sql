-- The facts as of a day: one row per fact key, with the value published then and the newer value held back, if there is
-- one. Those of now are kept as a table, because most questions are about now.
CREATE OR REPLACE VIEW fact_version_as_of AS
WITH document_at AS (
    SELECT source, document, max(seen_at) AS last_page_at, max(page_seq) AS last_page_seq
    FROM page_order WHERE seen_at < as_of_end() GROUP BY ALL
), published AS (
    SELECT * FROM fact_version
    WHERE published_from < as_of_end() AND (published_to IS NULL OR published_to >= as_of_end())
      AND first_seen_at < as_of_end() AND (next_seen_at IS NULL OR next_seen_at >= as_of_end())
), held AS (
    SELECT key_id, arg_max(value_text, period_number) AS held_value,
           arg_max(gate_reasons, period_number) AS held_because,
           last(CASE WHEN missing_since < as_of_end() THEN missing_since END ORDER BY period_number, span_number)
               FILTER (WHERE first_seen_at < as_of_end()) AS missing_since
    FROM fact_version
    WHERE known_from < as_of_end() AND (known_to IS NULL OR known_to >= as_of_end())
        AND (published_from IS NULL OR published_from >= as_of_end())
    GROUP BY key_id
), reviewed AS (
    -- A value that a person chose among those of several sources goes before all others, a rejected one after.
    SELECT fact_id, max(decided_at) FILTER (WHERE verdict = 'accept') AS last_reviewed_at,
           last(CASE WHEN verdict = 'reject' THEN 2 WHEN len(against) > 0 THEN 0 ELSE 1 END
               ORDER BY decided_at)::UTINYINT AS review_rank,
           last(against ORDER BY decided_at) AS chosen_over
    FROM decision WHERE decided_at < as_of_end() GROUP BY fact_id
)
SELECT v.fact_id, v.key_id, k.source, k.document, k.provider, k.subject_kind, k.subject_stated, k.attribute, k.meter,
       k.tier, k.context_from_tokens, k.context_to_tokens, k.lifetime, k.modality, k.variant, k.valid_from, k.valid_to,
       k.benchmark, k.version, k.runner, k.band_rule, k.region, k.mode, k.hours, k.price_class, k.plan, k.is_plain,
       k.qualifiers, v.value_text, v.value_number, v.amount, v.currency, v.unit,
       coalesce(v.usd_per_mtok, converted(per_mtok(v.value_number, v.unit), e.usd)) AS usd_per_mtok,
       e.usd AS exchange_rate, e.rate_date AS exchange_rate_date, v.measured_date, i.model_id, i.route_id,
       i.route_variant, i.rule AS identity_rule, s.publisher, s.lineage,
       CASE WHEN s.publisher = k.provider THEN 0
            WHEN s.lineage = 'first_party' THEN 1 WHEN s.lineage = 'own_card' THEN 2
            WHEN s.lineage = 'aggregator' THEN 3 ELSE 4 END AS authority,
       CASE WHEN h.held_value IS NOT NULL THEN 'held'
            WHEN v.missing_since < as_of_end() THEN 'missing' ELSE 'stated' END AS state,
       h.held_value, h.held_because,
       v.known_from AS first_seen_at,
       least(v.last_seen_at, d.last_page_at) AS last_checked_at,
       CASE WHEN v.missing_since < as_of_end() THEN v.missing_since ELSE h.missing_since END AS missing_since,
       r.last_reviewed_at, coalesce(r.review_rank, 1) AS review_rank, r.chosen_over,
       least(v.last_page_seq, d.last_page_seq) AS receipt_page_seq
FROM published v
JOIN fact_key k USING (key_id)
JOIN document_at d ON d.source = k.source AND d.document = k.document
JOIN source_info s ON s.source = k.source
JOIN identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind AND i.subject_stated = k.subject_stated
LEFT JOIN held h USING (key_id)
LEFT JOIN reviewed r USING (fact_id)
LEFT JOIN rates_on(as_of_end()) e
    ON e.currency = v.currency AND e.day = (least(v.last_seen_at, d.last_page_at) AT TIME ZONE 'UTC')::DATE;
CREATE OR REPLACE TABLE current_fact AS FROM fact_version_as_of;

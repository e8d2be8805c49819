-- Every model with what is known of it; NULL is not sourced, never "no".
CREATE OR REPLACE VIEW models AS
WITH stated AS (
    SELECT model_id,
           any_value(value_text) FILTER (WHERE attribute = 'name') AS name,
           any_value(value_text) FILTER (WHERE attribute = 'family') AS family,
           any_value(value_text) FILTER (WHERE attribute = 'released_date') AS released_date,
           any_value(value_number) FILTER (WHERE attribute = 'context_tokens') AS context_tokens,
           any_value(value_number) FILTER (WHERE attribute = 'max_output_tokens') AS max_output_tokens,
           any_value(value_number) FILTER (WHERE attribute = 'parameters_total') AS parameters_total,
           any_value(value_number) FILTER (WHERE attribute = 'parameters_active') AS parameters_active,
           any_value(value_text) FILTER (WHERE attribute = 'architecture') AS architecture,
           any_value(value_text) FILTER (WHERE attribute = 'licence') AS licence,
           any_value(value_text) FILTER (WHERE attribute = 'open_weights') AS open_weights,
           any_value(value_text) FILTER (WHERE attribute = 'knowledge_cutoff') AS knowledge_cutoff,
           any_value(value_text) FILTER (WHERE attribute = 'input_modalities') AS input_modalities,
           any_value(value_text) FILTER (WHERE attribute = 'output_modalities') AS output_modalities
    FROM query_table(ready('internal.model_choice')) WHERE NOT is_tied GROUP BY model_id
), routed AS (
    SELECT model_id, arg_min(source, (authority, source, fact_id)) AS source,
           arg_min(fact_id, (authority, source, fact_id)) AS fact_id, min(first_seen_at) AS first_seen_at,
           max(last_checked_at) AS last_checked_at, max(last_reviewed_at) AS last_reviewed_at,
           bool_and(missing_since IS NOT NULL) AS is_missing, max(missing_since) AS missing_since,
           bool_or(state = 'held') AS is_held
    FROM internal.fact_as_of WHERE model_id IS NOT NULL GROUP BY model_id
), lifecycle AS (
    SELECT r.model_id,
           CASE WHEN bool_or(r.is_live) THEN
                    CASE WHEN bool_or(r.provider = m.lab AND r.status = 'deprecated') THEN 'deprecated'
                        ELSE 'available' END
                ELSE arg_min(r.status, array_position(
                    ['due', 'missing', 'unconfirmed', 'retired', 'not listed'], r.status)) END AS status
    FROM query_table(ready('offers')) r JOIN internal.model_info m USING (model_id) GROUP BY r.model_id
)
SELECT m.model_id, coalesce(s.name, m.model_id) AS name, m.lab, s.family, s.released_date,
       s.context_tokens::BIGINT AS context_tokens,
       CASE WHEN s.max_output_tokens <= coalesce(s.context_tokens, s.max_output_tokens)
            THEN s.max_output_tokens::BIGINT END AS max_output_tokens,
       s.parameters_total::BIGINT AS parameters_total, s.parameters_active::BIGINT AS parameters_active,
       s.architecture, s.licence, s.open_weights, s.knowledge_cutoff, s.input_modalities, s.output_modalities,
       string_split(s.input_modalities, ', ') AS input_modality_list,
       string_split(s.output_modalities, ', ') AS output_modality_list,
       first_day_of(s.released_date) AS released_from, first_day_of(s.knowledge_cutoff) AS knowledge_cutoff_from,
       l.status, m.slug,
       CASE WHEN r.is_held THEN 'held' WHEN r.is_missing THEN 'missing' ELSE 'stated' END AS state,
       r.source, r.fact_id, r.first_seen_at, r.last_checked_at,
       CASE WHEN r.is_missing THEN r.missing_since END AS missing_since, r.last_reviewed_at
FROM internal.model_info m
JOIN routed r USING (model_id)
LEFT JOIN stated s USING (model_id)
LEFT JOIN lifecycle l USING (model_id);
COMMENT ON VIEW models IS 'One row per model: a snapshot of weights. NULL means not sourced.';

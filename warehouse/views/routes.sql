-- Every offer of a model by a seller, with its lifecycle on the day asked for.
CREATE OR REPLACE VIEW routes AS
WITH listing AS (
    SELECT route_id, min(authority) AS authority,
           arg_min(source, (authority, missing_since IS NOT NULL, source)) AS source,
           arg_min(fact_id, (authority, missing_since IS NOT NULL, source, attribute <> 'price', fact_id)) AS fact_id,
           min(first_seen_at) AS first_seen_at, max(last_checked_at) AS last_checked_at,
           max(last_reviewed_at) AS last_reviewed_at, bool_or(state = 'held') AS is_held
    FROM fact_as_of WHERE route_id IS NOT NULL GROUP BY route_id
), delisted AS (
    -- Gone is a route of which the best authority that lists routes shows nothing any more.
    SELECT k.route_id, max(k.missing_since) AS missing_since, bool_and(k.missing_since IS NOT NULL) AS is_gone
    FROM fact_as_of k JOIN listing l USING (route_id)
    WHERE k.authority = l.authority
        AND k.attribute NOT IN ('status', 'deprecated_date', 'retired_date', 'successor', 'retirement_not_before_date')
    GROUP BY k.route_id
), stated AS (
    SELECT route_id,
           any_value(value_text) FILTER (WHERE attribute = 'status') AS status,
           any_value(value_text) FILTER (WHERE attribute = 'deprecated_date') AS deprecated_date,
           any_value(value_text) FILTER (WHERE attribute = 'retired_date') AS retired_date,
           any_value(value_text) FILTER (WHERE attribute = 'retirement_not_before_date') AS retirement_not_before_date,
           any_value(value_text) FILTER (WHERE attribute = 'successor') AS successor,
           any_value(value_number) FILTER (WHERE attribute = 'context_tokens') AS context_tokens,
           any_value(value_number) FILTER (WHERE attribute = 'max_output_tokens') AS max_output_tokens
    FROM route_fact GROUP BY route_id
)
SELECT l.route_id, s.provider, coalesce(p.name, s.provider) AS provider_name, NULL::VARCHAR AS operator,
       s.provider_model_id, s.stated_name, s.model_id, s.route_variant, s.identity_rule, NULL::VARCHAR AS region,
       CASE WHEN is_before(as_of_date(), t.retired_date) OR t.status = 'retired' THEN 'retired'
            WHEN d.is_gone THEN 'delisted'
            WHEN t.status = 'deprecated' OR is_before(as_of_date(), t.deprecated_date) THEN 'deprecated'
            ELSE coalesce(t.status, 'listed') END AS status,
       t.deprecated_date, t.retired_date, t.retirement_not_before_date, t.successor,
       t.context_tokens::BIGINT AS context_tokens, t.max_output_tokens::BIGINT AS max_output_tokens,
       l.authority,
       CASE WHEN l.is_held THEN 'held' WHEN d.is_gone THEN 'missing' ELSE 'stated' END AS state,
       l.source, l.fact_id, l.first_seen_at, l.last_checked_at,
       CASE WHEN d.is_gone THEN d.missing_since END AS missing_since, l.last_reviewed_at
FROM listing l
JOIN route_spelling s USING (route_id)
LEFT JOIN delisted d USING (route_id)
LEFT JOIN stated t USING (route_id)
LEFT JOIN provider_info p ON p.provider = s.provider;
COMMENT ON VIEW routes IS 'One row per seller''s offer of a model.';

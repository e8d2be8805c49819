-- Every offer of a model by a seller, with its lifecycle on the day asked for.
CREATE OR REPLACE VIEW routes AS
WITH listing AS (
    SELECT route_id, min(authority) AS authority,
           arg_min(source, (authority, missing_since IS NOT NULL, source)) AS source,
           arg_min(fact_id, (authority, missing_since IS NOT NULL, source, attribute <> 'price', fact_id)) AS fact_id,
           min(first_seen_at) AS first_seen_at, max(last_checked_at) AS last_checked_at, max(last_reviewed_at) AS last_reviewed_at,
           bool_or(state = 'held') AS is_held
    FROM fact_as_of WHERE route_id IS NOT NULL GROUP BY route_id
), delisted AS (
    -- Gone is a route of which the best authority that lists routes shows nothing any more.
    SELECT k.route_id, max(k.missing_since) AS missing_since, bool_and(k.missing_since IS NOT NULL) AS is_gone
    FROM fact_as_of k JOIN listing l USING (route_id)
    WHERE k.authority = l.authority AND k.attribute NOT IN ('status', 'deprecated_date', 'retired_date', 'successor', 'retirement_not_before_date')
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
COMMENT ON COLUMN routes.route_id IS 'The route: provider / model, with the variant where there is one.';
COMMENT ON COLUMN routes.provider IS 'Who sells it.';
COMMENT ON COLUMN routes.provider_name IS 'Its name for readers.';
COMMENT ON COLUMN routes.operator IS 'Who runs it, where a page says that it is another; NULL where none does.';
COMMENT ON COLUMN routes.provider_model_id IS 'The provider''s own id.';
COMMENT ON COLUMN routes.stated_name IS 'Its name as a page writes it.';
COMMENT ON COLUMN routes.model_id IS 'The model.';
COMMENT ON COLUMN routes.route_variant IS 'What tells it from the provider''s other offers of the model: free, thinking.';
COMMENT ON COLUMN routes.identity_rule IS 'The rule that joined it to the model.';
COMMENT ON COLUMN routes.region IS 'Region; NULL where none is stated.';
COMMENT ON COLUMN routes.status IS 'retired, delisted (no longer on its seller''s list), deprecated, active, legacy, limited, preview, or listed where no page states a status.';
COMMENT ON COLUMN routes.deprecated_date IS 'When it was deprecated.';
COMMENT ON COLUMN routes.retired_date IS 'When it was, or will be, retired.';
COMMENT ON COLUMN routes.retirement_not_before_date IS 'Day before which it will not be retired.';
COMMENT ON COLUMN routes.successor IS 'What its seller recommends instead.';
COMMENT ON COLUMN routes.context_tokens IS 'Served context in tokens.';
COMMENT ON COLUMN routes.max_output_tokens IS 'Largest answer in tokens.';
COMMENT ON COLUMN routes.authority IS 'Best authority that lists it: 0 is the seller itself.';
COMMENT ON COLUMN routes.source IS 'The source that lists it with the best authority.';
COMMENT ON COLUMN routes.fact_id IS 'A fact that lists it.';
COMMENT ON COLUMN routes.state IS 'stated; missing: no longer on its page, the last value stands; held: a newer value waits for review.';
COMMENT ON COLUMN routes.first_seen_at IS 'First page of the unbroken run of this value.';
COMMENT ON COLUMN routes.last_checked_at IS 'Last page on which the parser saw this very value.';
COMMENT ON COLUMN routes.missing_since IS 'First whole page without it; NULL while it is there.';
COMMENT ON COLUMN routes.last_reviewed_at IS 'When a person last accepted this value.';

-- How the provider itself writes each route's id: an id before a name, the provider's own page before others.
CREATE OR REPLACE TABLE route_spelling AS
SELECT i.route_id, i.provider, i.model_id, any_value(i.route_variant) AS route_variant,
       arg_min(i.subject_stated, (contains(i.subject_stated, ' '), i.subject_stated LIKE '%latest%',
           i.subject_stated)) AS provider_model_id,
       arg_min(i.subject_stated, (NOT contains(i.subject_stated, ' '), i.subject_stated)) AS stated_name,
       arg_min(i.rule, (i.subject_stated)) AS identity_rule
FROM identity i
WHERE i.route_id IS NOT NULL
GROUP BY i.route_id, i.provider, i.model_id;

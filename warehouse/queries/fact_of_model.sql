-- The winning fact on a model's attribute, or on its price of a meter: its maker's own offer, standard tier, no band
-- before others.
SELECT fact_id FROM (
    SELECT fact_id, 0 AS priority FROM model_fact WHERE model_id = $model AND attribute = $attribute
    UNION ALL
    SELECT arg_min(k.fact_id, (k.provider IS DISTINCT FROM m.lab, k.authority, k.missing_since IS NOT NULL,
           k.qualifiers, k.fact_id)), 1
    FROM fact_as_of k JOIN model_info m USING (model_id)
    WHERE k.model_id = $model AND (k.meter = $attribute OR k.attribute = $attribute OR k.variant = $attribute)
) WHERE fact_id IS NOT NULL ORDER BY priority LIMIT 1;

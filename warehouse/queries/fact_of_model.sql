-- The winning fact on a model's attribute, or on its price of a meter, standard tier and no band before others.
SELECT fact_id FROM (
    SELECT fact_id, 0 AS place FROM model_fact WHERE model_id = $model AND attribute = $attribute
    UNION ALL
    SELECT arg_min(fact_id, (authority, missing_since IS NOT NULL, qualifiers, fact_id)), 1
    FROM known WHERE model_id = $model AND (meter = $attribute OR attribute = $attribute OR variant = $attribute)
) WHERE fact_id IS NOT NULL ORDER BY place LIMIT 1;

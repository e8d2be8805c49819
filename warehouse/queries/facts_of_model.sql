-- The facts that answer for a model's attribute, or for its price of a meter, best first; equal standing answers alike.
-- The maker's own offer goes before others, a standing value before a missing one, a plain price before any other.
WITH winner AS (
    SELECT fact_id FROM model_fact WHERE model_id = $model AND attribute = $attribute
), candidate AS (
    SELECT k.fact_id, k.provider, k.source, k.value_text, k.qualifiers,
           (
               k.fact_id NOT IN (FROM winner), k.provider IS DISTINCT FROM m.lab, k.authority,
               k.missing_since IS NOT NULL, k.qualifiers <> ''
           ) AS standing
    FROM internal.fact_as_of k JOIN internal.model_info m USING (model_id)
    WHERE k.model_id = $model AND (k.meter = $attribute OR k.attribute = $attribute OR k.variant = $attribute)
      AND ($provider IS NULL OR k.provider = $provider)
)
SELECT fact_id, provider, source, value_text, qualifiers, rank() OVER (ORDER BY standing) AS standing
FROM candidate ORDER BY standing, provider, qualifiers, fact_id;

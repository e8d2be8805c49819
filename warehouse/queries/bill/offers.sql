-- Every offer of the models asked for, and the page of its price card.
SELECT o.model_id, o.route_id, o.provider, o.provider_name, o.provider_model_id, o.route_variant, o.kind, o.status,
       o.is_live, o.standing, o.price_rule, o.contradicted_by, o.ended_date, p.source, p.document
FROM query_table(ready('offers')) o
LEFT JOIN (
    SELECT DISTINCT fact_id, source, document FROM query_table(ready('prices'))
    WHERE model_id IN (SELECT unnest($models))
) p ON p.fact_id = coalesce(o.input_fact_id, o.output_fact_id)
WHERE o.model_id IN (SELECT unnest($models))
ORDER BY o.model_id, o.route_id;

-- Where equals state different values of one thing, with the names of who states what; those first about which a
-- person is asked, then by model.
WITH named AS (
    SELECT provider, any_value(name) AS name FROM internal.provider_info GROUP BY provider
), statement AS (
    SELECT d.model_id, d.route_id, d.attribute, d.meter, d.qualifiers, d.state, d.folded_because,
           unnest(d.statements) AS said
    FROM disputes d WHERE d.state = 'open' AND d.model_id IS NOT NULL
)
SELECT s.model_id, any_value(o.provider_name) AS provider_name, s.attribute, s.meter, s.qualifiers,
       s.folded_because,
       list({'value': s.said.value, 'publisher': coalesce(publisher.name, s.said.publishers),
             'fact_id': s.said.fact_id, 'checked': s.said.last_checked_at::DATE}
            ORDER BY s.said.value, s.said.fact_id) AS statements
FROM statement s
LEFT JOIN query_table(ready('offers')) o USING (route_id)
LEFT JOIN named publisher ON publisher.provider = s.said.publishers
GROUP BY s.model_id, s.route_id, s.attribute, s.meter, s.qualifiers, s.folded_because
ORDER BY s.folded_because IS NOT NULL, s.model_id, s.route_id, s.attribute, s.meter, s.qualifiers;

-- Open models by their number of parameters, with licence and the rule that says so.
SELECT m.model_id, m.parameters_total, m.parameters_active, m.licence, f.rule
FROM models m
LEFT JOIN model_fact f ON f.model_id = m.model_id AND f.attribute = 'parameters_total'
WHERE m.open_weights = 'yes' AND m.parameters_total IS NOT NULL
ORDER BY m.parameters_total DESC, m.model_id;

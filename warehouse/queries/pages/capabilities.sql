-- What the models asked for can do, by all statements.
SELECT model_id, capability, state, yes_fact_id, no_fact_id FROM capabilities
WHERE list_contains($models, model_id) ORDER BY model_id, capability;

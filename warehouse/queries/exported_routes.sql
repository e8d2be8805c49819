-- The routes of the sellers asked for, or of all, with what tables of others say of them: names, limits, their model.
WITH stated AS (
    SELECT model_id,
           list(capability ORDER BY capability) FILTER (WHERE state = 'yes') AS can,
           list(capability ORDER BY capability) FILTER (WHERE state = 'no') AS cannot
    FROM query_table(ready('capabilities'))
    WHERE route_id IS NULL
    GROUP BY model_id
)
SELECT r.route_id, r.provider, r.provider_name, r.provider_model_id, r.id_by_others, r.kind,
       r.status, r.retired_date, m.model_id, m.name, m.lab, m.family, m.released_date, m.knowledge_cutoff,
       m.open_weights,
       coalesce(r.context_tokens, m.context_tokens) AS context_tokens,
       coalesce(r.max_output_tokens, m.max_output_tokens) AS max_output_tokens,
       t.value_text AS task,
       coalesce(m.input_modality_list, []) AS input_modalities,
       coalesce(m.output_modality_list, []) AS output_modalities,
       coalesce(s.can, []) AS can,
       coalesce(s.cannot, []) AS cannot
FROM routes r
LEFT JOIN query_table(ready('models')) m USING (model_id)
LEFT JOIN stated s ON s.model_id = m.model_id
LEFT JOIN query_table(ready('internal.model_choice')) t
    ON t.model_id = m.model_id AND t.attribute = 'task' AND NOT t.is_tied
WHERE $providers IS NULL OR list_contains($providers::VARCHAR[], r.provider)
ORDER BY r.provider, r.route_id;

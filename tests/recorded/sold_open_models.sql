-- The open models that somebody sells, each with what is known of it, whether a page names a repository of it, and
-- whether a repository's own pages speak of it.
WITH sold AS (
    SELECT model_id, bool_or(is_live) AS is_live FROM offers
    WHERE model_id IS NOT NULL AND (input_usd_per_mtok IS NOT NULL OR output_usd_per_mtok IS NOT NULL)
    GROUP BY model_id
), named AS (
    SELECT DISTINCT model_id FROM facts
    WHERE attribute = 'alias' AND regexp_matches(qualifiers, '^(variant: )?(hugging_face_id|huggingface): ')
    UNION
    SELECT DISTINCT model_id FROM facts
    WHERE subject_kind = 'route' AND attribute <> 'alias'
        AND (source = 'huggingface_router' OR provider = 'huggingface'
            OR list_contains($repositories, regexp_extract(subject_stated, '([\w.-]+/[\w.-]*[A-Z][\w.-]*)$', 1)))
), recorded AS (
    SELECT DISTINCT model_id FROM facts
    WHERE subject_kind = 'model' AND source IN ('hf_cards', 'hf_configs', 'huggingface_models')
)
SELECT m.model_id, s.is_live, n.model_id IS NOT NULL AS is_named, r.model_id IS NOT NULL AS has_repository,
       m.licence IS NOT NULL AS has_licence, m.parameters_total IS NOT NULL AS has_parameters,
       m.architecture IS NOT NULL AS has_architecture
FROM models m JOIN sold s USING (model_id) LEFT JOIN named n USING (model_id) LEFT JOIN recorded r USING (model_id)
WHERE m.open_weights = 'yes' ORDER BY m.model_id;

-- The repositories of models that pages name: a route, and what its page calls the repository of its model.
SELECT DISTINCT k.provider, k.subject_kind, k.subject_stated, f.value_text AS repository
FROM internal.fact_key k
JOIN internal.fact f USING (key_id)
WHERE k.attribute = 'alias' AND k.subject_kind = 'route'
    AND (starts_with(k.variant, 'hugging_face_id: ') OR starts_with(k.variant, 'huggingface: '))
ORDER BY ALL;

-- On which document each fact is read that was ever stated of a model, and of which model it is.
SELECT DISTINCT v.fact_id, k.source, k.document, i.model_id
FROM internal.fact_version v
JOIN internal.fact_key k USING (key_id)
JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
    AND i.subject_stated = k.subject_stated
WHERE i.model_id IS NOT NULL AND v.first_seen_at < as_of_end() AND ($fact IS NULL OR v.fact_id = $fact)
  AND (getvariable('paged_models') IS NULL OR i.model_id IN (SELECT unnest(getvariable('paged_models'))));

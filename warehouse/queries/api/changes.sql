-- What changed after a day, the newest first.
SELECT * FROM changes
WHERE changed_at >= end_of($since) AND ($model IS NULL OR model_id = $model)
  AND ($provider IS NULL OR provider = $provider)
ORDER BY changed_at DESC, source, subject_stated, attribute, meter, qualifiers, fact_id
LIMIT $row_limit OFFSET $row_offset;

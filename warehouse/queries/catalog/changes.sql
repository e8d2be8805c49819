-- What changed after the end of a day, the newest first.
SELECT changed_at, change, provider, model_id, route_id, attribute, meter, qualifiers, old_value, new_value, fact_id
FROM changes
WHERE changed_at >= end_of($since::DATE) AND ($model::VARCHAR IS NULL OR model_id = $model)
  AND ($provider::VARCHAR IS NULL OR provider = $provider)
ORDER BY changed_at DESC, fact_id, change;

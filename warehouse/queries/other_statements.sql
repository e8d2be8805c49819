-- What every source says of the thing that one fact is about.
SELECT o.source, o.provider, o.subject_stated, o.value_text, o.state, o.last_checked_at, o.fact_id
FROM internal.fact_as_of f
JOIN internal.fact_as_of o ON o.attribute = f.attribute AND o.meter IS NOT DISTINCT FROM f.meter
    AND o.qualifiers = f.qualifiers
     AND (o.route_id = f.route_id OR f.attribute <> 'price' AND o.model_id = f.model_id)
WHERE f.fact_id = $fact AND o.fact_id <> f.fact_id
ORDER BY o.authority, o.source, o.provider, o.subject_stated;

-- What changed of the models asked for, newest first, with the page on which it was seen. Where these are one or two,
-- $one and $other name them too, as in pages/facts.
SELECT changed_at::DATE AS day, change, source, publisher, provider, provider_name, subject_stated, model_id, route_id,
       attribute, meter, qualifiers, old_value, new_value, gate_reasons, fact_id, url, page_sha256
FROM query_table(ready('internal.cited_change'))
WHERE model_id IN (SELECT unnest($models)) AND ($one IS NULL OR model_id IN ($one, $other))
ORDER BY changed_at DESC, source, provider, subject_stated, attribute, meter, qualifiers, change, old_value, new_value,
    fact_id;

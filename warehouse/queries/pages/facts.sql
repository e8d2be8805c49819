-- Every fact on the models asked for, with its receipt and the publisher that states it. Where these are one or two,
-- $one and $other name them too: the database looks for constants before it joins, for those of a list only after.
SELECT fact_id, source, publisher, is_own, provider, provider_name, subject_stated, model_id, route_id, attribute,
       meter, tier, qualifiers, value_text, value_number, held_value, held_because, is_rejected, quote, locator, url,
       page_sha256, fetched, first_seen, checked, missing_since, reviewed
FROM query_table(ready('internal.cited_fact'))
WHERE model_id IN (SELECT unnest($models)) AND ($one IS NULL OR model_id IN ($one, $other))
ORDER BY model_id, fact_id;

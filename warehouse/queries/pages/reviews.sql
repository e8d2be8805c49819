-- What persons decided on the models asked for, and what waits for them.
SELECT model_id, provider, attribute, meter, qualifiers, published_value, proposed_value, reasons, since_at, state,
       decided_at, source, fact_id
FROM query_table(ready('reviews')) WHERE model_id IN (SELECT unnest($models)) ORDER BY since_at DESC, fact_id;

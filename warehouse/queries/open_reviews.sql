-- Held values about which a person is asked, oldest first.
SELECT fact_id, source, provider, subject_stated, attribute, meter, qualifiers, published_value, proposed_value,
       reasons, since_at
FROM query_table(ready('reviews'))
WHERE state = 'open' AND folded_because IS NULL ORDER BY since_at, source, subject_stated, meter;

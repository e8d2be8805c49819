-- Held values that wait for a person, oldest first.
SELECT fact_id, source, provider, subject_stated, attribute, meter, qualifiers, published_value, proposed_value,
       reasons, since_at
FROM reviews WHERE state = 'open' ORDER BY since_at, source, subject_stated, meter;

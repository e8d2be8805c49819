-- Facts that a person can decide on, by the beginning of their id, each in words.
SELECT DISTINCT v.fact_id,
       k.source || ': ' || k.provider || ' ' || k.subject_stated || ', '
       || concat_ws(' ', k.attribute, k.meter, nullif(k.qualifiers, '')) || ': ' || v.value_text AS in_words
FROM fact_version v JOIN fact_key k USING (key_id)
WHERE starts_with(v.fact_id, $fact);

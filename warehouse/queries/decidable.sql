-- Facts that a person can decide on, and pages that lost much of what is believed, by the beginning of their id, each
-- in words.
SELECT DISTINCT v.fact_id,
       k.source || ': ' || k.provider || ' ' || k.subject_stated || ', '
       || concat_ws(' ', k.attribute, k.meter, nullif(k.qualifiers, '')) || ': ' || v.value_text AS in_words
FROM internal.fact_version v JOIN internal.fact_key k USING (key_id)
WHERE starts_with(v.fact_id, $fact)
UNION ALL
SELECT page_id_of(source, document, sha256),
       source || ': the page of ' || document || ' that lacks ' || lost || ' of ' || believed || ' subjects'
FROM internal.page_order JOIN internal.page_wholeness USING (source, document, page_seq)
WHERE NOT is_whole AND starts_with(page_id_of(source, document, sha256), $fact)
QUALIFY row_number() OVER (PARTITION BY source, document, sha256 ORDER BY page_seq DESC) = 1;

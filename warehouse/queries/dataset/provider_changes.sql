-- The newest changes at each seller, for its feed: the columns of `feed`.
SELECT provider, md5(concat_ws('|', fact_id, change, epoch(changed_at)::BIGINT)) AS id, changed_at, change,
       subject_stated, concat_ws(' ', attribute, meter, nullif(qualifiers, '')) AS about, old_value, new_value,
       gate_reasons, source, fact_id
FROM changes
QUALIFY row_number() OVER (PARTITION BY provider ORDER BY changed_at DESC, id) <= $entries
ORDER BY provider, changed_at DESC, id;

-- The newest changes for the feed. The id hashes what does not change: the fact, the change and its time.
SELECT md5(concat_ws('|', fact_id, change, epoch(changed_at)::BIGINT)) AS id, changed_at, change, provider,
       subject_stated, concat_ws(' ', attribute, meter, nullif(qualifiers, '')) AS about, old_value, new_value,
       gate_reasons, source, fact_id
FROM changes ORDER BY changed_at DESC, id LIMIT $entries;

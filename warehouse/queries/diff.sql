-- What changed after one day and up to the day asked for, newest first.
SELECT changed_at, change, provider, subject_stated, attribute, meter, qualifiers, old_value, new_value, gate_reasons,
       source, fact_id
FROM changes
WHERE changed_at >= ($since::DATE + 1)::TIMESTAMPTZ
    AND ($provider IS NULL OR provider = $provider OR source = $provider)
ORDER BY changed_at DESC, source, provider, subject_stated, attribute, meter, qualifiers;

-- What waits for a person, of one model where one is asked for: held values, oldest first; then disputes with all their
-- values, the one that leads first, each with the fact's id that a decision names.
SELECT kind, fact_id, subject, about, stands, against, since_at FROM (
    SELECT 'held' AS kind, fact_id, provider || ' ' || subject_stated AS subject,
           concat_ws(' ', attribute, meter, nullif(qualifiers, '')) AS about, published_value AS stands,
           proposed_value || ' (' || reasons || ')' AS against, since_at, model_id, 0 AS priority
    FROM reviews WHERE state = 'open'
    UNION ALL
    SELECT 'dispute', statements[1].fact_id, subject_id, concat_ws(' ', attribute, meter, nullif(qualifiers, '')),
           statements[1].value || ' (' || statements[1].publishers || ', authority ' || statements[1].authority || ')',
           array_to_string([s.value || ' (' || s.publishers || ', authority ' || s.authority || ', fact ' || s.fact_id
               || ')'
                            FOR s IN statements[2:]], '; '),
           NULL, model_id, CASE WHEN route_id IS NULL THEN 1 ELSE 2 END
    FROM disputes WHERE state = 'open'
)
WHERE $model IS NULL OR model_id = $model
ORDER BY priority, since_at, subject, about;

-- Subjects as stated, and whether their seller itself states them: what identity is decided from. With $is_lone those
-- uploads to one of the $hosts that nothing else can be joined with: no page names such a repository or a route that is
-- called so, and it is none of the names in $met (in lower case). Without it all others.
WITH stated AS (
    SELECT source, provider, subject_kind, subject_stated FROM internal.fact_key
    UNION
    SELECT source, provider, subject_kind, subject_stated FROM internal.claim_set_aside
), subject AS (
    SELECT provider, subject_kind, subject_stated, lower(subject_stated) AS name,
           coalesce(bool_or(is_sellers_own(s.publisher, provider)), FALSE) AS is_own
    FROM stated LEFT JOIN internal.source_info s USING (source)
    GROUP BY ALL
), met AS (
    SELECT name FROM subject WHERE subject_kind = 'route'
    UNION
    SELECT lower(f.value_text)
    FROM internal.fact_key k JOIN internal.fact f USING (key_id)
    WHERE k.attribute = 'alias' AND k.subject_kind = 'route' AND f.value_text IS NOT NULL
    UNION
    SELECT unnest($met)
)
SELECT provider, subject_kind, subject_stated, is_own
FROM subject
-- Python folds other letters than those of ASCII in its own way.
WHERE $is_lone = (
    subject_kind = 'model' AND contains(subject_stated, '/') AND list_contains($hosts, provider)
    AND regexp_full_match(subject_stated, '[!-~]+') AND name NOT IN (FROM met)
)
ORDER BY name, provider, subject_kind, subject_stated;

-- Every subject as stated, and whether its seller itself states it: what identity is decided from.
WITH stated AS (
    SELECT source, provider, subject_kind, subject_stated FROM internal.fact_key
    UNION
    SELECT source, provider, subject_kind, subject_stated FROM internal.claim_set_aside
)
SELECT provider, subject_kind, subject_stated, coalesce(bool_or(is_sellers_own(s.publisher, provider)), FALSE) AS is_own
FROM stated LEFT JOIN internal.source_info s USING (source)
GROUP BY ALL ORDER BY ALL;

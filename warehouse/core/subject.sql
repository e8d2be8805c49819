-- Every subject as stated, and every standard price that a source states for one now: what identity is decided from.
SELECT DISTINCT provider, subject_kind, subject_stated FROM fact_key
UNION
SELECT DISTINCT provider, subject_kind, subject_stated FROM claim_set_aside
ORDER BY ALL;

-- A stated subject that is not resolved.
SELECT DISTINCT provider, subject_kind, subject_stated FROM internal.fact_key
EXCEPT SELECT provider, subject_kind, subject_stated FROM internal.identity;

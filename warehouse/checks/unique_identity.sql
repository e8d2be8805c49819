-- A stated subject that is resolved twice.
SELECT provider, subject_kind, subject_stated, count(*) FROM internal.identity GROUP BY ALL HAVING count(*) > 1;

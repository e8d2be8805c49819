-- A version of a document that states two values of one fact key: intervals that meet.
SELECT source, document, key_id, first_version_seq FROM (
    SELECT *, lag(coalesce(last_version_seq, 9223372036854775807)) OVER (
               PARTITION BY key_id ORDER BY first_version_seq) AS previous_last_seq
    FROM internal.fact SEMI JOIN internal.unpublished_key USING (key_id)
)
WHERE previous_last_seq >= first_version_seq;

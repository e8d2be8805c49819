-- Names that only one seller uses: provisional models, under their own names.
CREATE OR REPLACE VIEW unresolved AS
SELECT i.provider, i.subject_kind, i.subject_stated, i.model_id, i.rule,
       min(k.first_seen_at) AS first_seen_at, max(k.last_checked_at) AS last_checked_at
FROM internal.identity i JOIN internal.fact_as_of k USING (provider, subject_kind, subject_stated)
WHERE i.is_provisional
GROUP BY ALL;
COMMENT ON VIEW unresolved IS 'One row per name that no other seller and no other page uses.';

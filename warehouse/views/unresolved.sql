-- Names that only one seller uses: provisional models, under their own names.
CREATE OR REPLACE VIEW unresolved AS
SELECT i.provider, i.subject_kind, i.subject_stated, i.model_id, i.rule,
       min(k.first_seen_at) AS first_seen_at, max(k.last_checked_at) AS last_checked_at
FROM identity i JOIN fact_as_of k USING (provider, subject_kind, subject_stated)
WHERE i.is_provisional
GROUP BY ALL;
COMMENT ON VIEW unresolved IS 'One row per name that no other seller and no other page uses.';
COMMENT ON COLUMN unresolved.provider IS 'Who uses it.';
COMMENT ON COLUMN unresolved.subject_kind IS 'route or model.';
COMMENT ON COLUMN unresolved.subject_stated IS 'The name.';
COMMENT ON COLUMN unresolved.model_id IS 'The provisional model.';
COMMENT ON COLUMN unresolved.rule IS 'The rule that read the name.';
COMMENT ON COLUMN unresolved.first_seen_at IS 'First page with it.';
COMMENT ON COLUMN unresolved.last_checked_at IS 'Last page with it.';

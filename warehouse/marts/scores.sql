-- Benchmark scores: model x benchmark x version x variant x runner.
CREATE OR REPLACE VIEW scores AS
SELECT model_id, meter AS benchmark, NULL::VARCHAR AS version, variant, NULL::VARCHAR AS runner, value_number AS value, unit,
       valid_from AS measured_date, state, source, fact_id, first_seen_at, last_checked_at, missing_since, last_reviewed_at
FROM known WHERE attribute = 'score';
COMMENT ON VIEW scores IS 'One row a score. Empty until a source that publishes scores is read.';

-- Benchmark scores: model x benchmark x version x variant x runner.
CREATE OR REPLACE VIEW scores AS
SELECT model_id, meter AS benchmark, NULL::VARCHAR AS version, variant, NULL::VARCHAR AS runner, value_number AS value, unit,
       valid_from AS measured_date, state, source, fact_id, first_seen_at, last_checked_at, missing_since, last_reviewed_at
FROM known WHERE attribute = 'score';
COMMENT ON VIEW scores IS 'One row a score. Empty until a source that publishes scores is read.';
COMMENT ON COLUMN scores.model_id IS 'The model.';
COMMENT ON COLUMN scores.benchmark IS 'The benchmark.';
COMMENT ON COLUMN scores.version IS 'Its version; NULL where none is stated.';
COMMENT ON COLUMN scores.variant IS 'How it was run: harness, shots, reasoning effort.';
COMMENT ON COLUMN scores.runner IS 'Who ran it; NULL where no page says.';
COMMENT ON COLUMN scores.value IS 'The score, in the unit.';
COMMENT ON COLUMN scores.unit IS 'Unit of the score.';
COMMENT ON COLUMN scores.measured_date IS 'When it was measured, as the page states it.';
COMMENT ON COLUMN scores.state IS 'stated; missing: no longer on its page, the last value stands; held: a newer value waits for review.';
COMMENT ON COLUMN scores.source IS 'The source that states it.';
COMMENT ON COLUMN scores.fact_id IS 'The fact, for explain.';
COMMENT ON COLUMN scores.first_seen_at IS 'First page of the unbroken run of this value.';
COMMENT ON COLUMN scores.last_checked_at IS 'Last page on which the parser saw this very value.';
COMMENT ON COLUMN scores.missing_since IS 'First whole page without it; NULL while it is there.';
COMMENT ON COLUMN scores.last_reviewed_at IS 'When a person last accepted this value.';

-- Benchmark scores: model x benchmark x version x variant x runner. Only rows of one benchmark, version and variant are comparable.
CREATE OR REPLACE VIEW scores AS
SELECT model_id, benchmark, version, variant, runner, value_number AS value, unit, measured_date, subject_stated AS stated_name,
       state, source, fact_id, first_seen_at, last_checked_at, missing_since, last_reviewed_at
FROM fact_as_of WHERE attribute = 'score' AND review_rank < 2;
COMMENT ON VIEW scores IS 'One row per score that a source states.';
COMMENT ON COLUMN scores.model_id IS 'The model.';
COMMENT ON COLUMN scores.benchmark IS 'The benchmark, as its source names it.';
COMMENT ON COLUMN scores.version IS 'The release of the benchmark; NULL where none is stated.';
COMMENT ON COLUMN scores.variant IS 'The setting of the run: shots, metric, harness, reasoning effort; NULL where none is stated.';
COMMENT ON COLUMN scores.runner IS 'Who ran it; its maker''s own runs are self-reported.';
COMMENT ON COLUMN scores.value IS 'The score, in the unit.';
COMMENT ON COLUMN scores.unit IS 'percent; NULL: a number on the benchmark''s own scale.';
COMMENT ON COLUMN scores.measured_date IS 'When it was run: an ISO date of the precision that is stated; NULL where none is.';
COMMENT ON COLUMN scores.stated_name IS 'The model as the source writes it.';
COMMENT ON COLUMN scores.state IS 'stated; missing: no longer on its page, the last value stands; held: a newer value waits for review.';
COMMENT ON COLUMN scores.source IS 'The source.';
COMMENT ON COLUMN scores.fact_id IS 'The fact behind the row.';
COMMENT ON COLUMN scores.first_seen_at IS 'First page of the unbroken run of this value.';
COMMENT ON COLUMN scores.last_checked_at IS 'Last page on which the parser saw this very value.';
COMMENT ON COLUMN scores.missing_since IS 'First whole page without it; NULL while it is there.';
COMMENT ON COLUMN scores.last_reviewed_at IS 'When a person last accepted this value.';

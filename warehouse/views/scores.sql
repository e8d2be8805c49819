-- Benchmark scores: model x benchmark x version x variant x runner. Only rows of one benchmark, version and variant are
-- comparable.
CREATE OR REPLACE VIEW scores AS
SELECT model_id, benchmark, version, variant, runner, value_number AS value, unit, measured_date,
       subject_stated AS stated_name, state, source, fact_id, first_seen_at, last_checked_at, missing_since,
       last_reviewed_at
FROM internal.fact_as_of WHERE attribute = 'score' AND review_rank < 2;
COMMENT ON VIEW scores IS 'One row per score that a source states.';

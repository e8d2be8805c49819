-- Runs of the pipeline up to the day asked for.
CREATE OR REPLACE VIEW runs AS
SELECT * FROM run WHERE started_at < as_of_end();
COMMENT ON VIEW runs IS 'One row a run of the pipeline.';
COMMENT ON COLUMN runs.run_id IS 'Name of the run; sorts by time.';
COMMENT ON COLUMN runs.kind IS 'refresh, import or replay.';
COMMENT ON COLUMN runs.started_at IS 'When it began.';
COMMENT ON COLUMN runs.finished_at IS 'When it ended; NULL where it was killed.';
COMMENT ON COLUMN runs.outcome IS 'complete, partial, failed or blocked.';
COMMENT ON COLUMN runs.detail IS 'What happened, in a sentence.';

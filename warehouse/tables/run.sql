-- One row per run: a refresh, an import or a replay, and how it ended.
CREATE TABLE IF NOT EXISTS run (
    run_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    outcome VARCHAR,
    detail VARCHAR
);
COMMENT ON TABLE run IS 'One row per run of the pipeline.';
COMMENT ON COLUMN run.run_id IS 'Name of the run; sorts by time.';
COMMENT ON COLUMN run.kind IS 'refresh, import or replay.';
COMMENT ON COLUMN run.started_at IS 'When the run began.';
COMMENT ON COLUMN run.finished_at IS 'When the run ended; NULL while it runs or when it was killed.';
COMMENT ON COLUMN run.outcome IS 'complete, partial, failed or blocked; NULL while unfinished.';
COMMENT ON COLUMN run.detail IS 'What happened, in a sentence.';

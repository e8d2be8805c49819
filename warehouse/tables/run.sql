-- One row per run: a refresh, an import or a replay, and how it ended.
CREATE TABLE IF NOT EXISTS internal.run (
    run_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    outcome VARCHAR,
    detail VARCHAR
);
COMMENT ON TABLE internal.run IS 'One row per run of the pipeline.';

-- Runs of the pipeline up to the day asked for: those that this file knows, and those that the reader was told of in
-- the variable run_log, which knows a run that was blocked or that had nothing to publish.
CREATE OR REPLACE VIEW runs AS
WITH told AS (
    SELECT unnest(getvariable('run_log')::STRUCT(run_id VARCHAR, kind VARCHAR, started_at TIMESTAMPTZ,
           finished_at TIMESTAMPTZ,
                                                 outcome VARCHAR, detail VARCHAR)[], recursive := TRUE)
), run_by_priority AS (
    SELECT run_id, kind, started_at, finished_at, outcome, detail, 0 AS priority FROM told
    UNION ALL
    SELECT run_id, kind, started_at, finished_at, outcome, detail, 1 FROM internal.run
)
SELECT * EXCLUDE (priority) FROM run_by_priority WHERE started_at < as_of_end()
QUALIFY row_number() OVER (PARTITION BY run_id ORDER BY priority) = 1;
COMMENT ON VIEW runs IS 'One row per run of the pipeline.';

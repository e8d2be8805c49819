-- Lets the view runs know the runs of the log: a list of (run_id, kind, started_at, finished_at, outcome, detail).
SET VARIABLE run_log = $runs;

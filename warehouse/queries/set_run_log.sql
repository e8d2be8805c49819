-- Tells the view runs of the runs in the log: a list of (run_id, kind, started_at, finished_at, outcome, detail).
SET VARIABLE run_log = $runs;

-- Records that a run begins.
INSERT INTO run (run_id, kind, started_at) VALUES ($run_id, $kind, $started_at);

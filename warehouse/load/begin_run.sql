-- Records that a run begins.
INSERT INTO internal.run (run_id, kind, started_at) VALUES ($run_id, $kind, $started_at);

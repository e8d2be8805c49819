-- Records how a run ended.
UPDATE internal.run SET finished_at = $finished_at, outcome = $outcome, detail = $detail WHERE run_id = $run_id;

-- When the newest fetched page was seen, and by which run.
SELECT max(seen_at), arg_max(run_id, seen_at) FROM internal.page WHERE form = 'fetched';

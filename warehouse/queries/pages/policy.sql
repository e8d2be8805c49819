-- The ages at which facts warn and are stale; rules for all sources and tiers first.
SELECT kind, source, tier, checked_warn_days, checked_error_days
FROM internal.freshness_policy ORDER BY kind, source NULLS FIRST, tier NULLS FIRST;

-- The rules of the last run whose policy could be read.
SELECT kind, source, tier, checked_warn_days, checked_error_days, reviewed_warn_days, reviewed_error_days,
       review_required
FROM internal.freshness_policy
ORDER BY ALL;

-- How old the facts are, against the policy: one row per source, attribute and price tier. A fact that is missing from
-- its page is not old but gone, and one with a newer value held back waits for its review: neither has an age here. A
-- review grows old by itself; a value without one only where the policy requires reviews. Nobody fetches a source
-- that is off: what it stated is not expected to be confirmed.
CREATE OR REPLACE VIEW freshness AS
WITH stated AS (
    SELECT source, attribute, CASE WHEN attribute = 'price' THEN coalesce(tier, 'standard') END AS tier,
           CASE WHEN attribute = 'price' THEN 'price'
                WHEN attribute IN ('status', 'deprecated_date', 'retired_date', 'successor',
                    'retirement_not_before_date') THEN 'lifecycle'
                ELSE 'other' END AS kind,
           state AS fact_state, last_reviewed_at,
           CASE WHEN state = 'stated' THEN last_checked_at END AS checked_at,
           CASE WHEN state = 'stated' THEN coalesce(last_reviewed_at, first_seen_at) END AS reviewed_at
    FROM internal.fact_as_of
    WHERE source NOT IN (FROM internal.source_off)
), ruled AS (
    SELECT s.source, s.tier, s.kind, p.* EXCLUDE (kind, source, tier)
    FROM (SELECT DISTINCT source, tier, kind FROM stated) s
    JOIN internal.freshness_policy p ON p.kind = s.kind AND (p.source IS NULL OR p.source = s.source)
        AND (p.tier IS NULL OR p.tier = s.tier)
    QUALIFY row_number() OVER (PARTITION BY s.source, s.tier, s.kind ORDER BY p.source IS NULL, p.tier IS NULL) = 1
), aged AS (
    SELECT s.*, r.* EXCLUDE (source, tier, kind),
           CASE WHEN r.review_required OR last_reviewed_at IS NOT NULL THEN reviewed_at END AS review_due_from,
           least(days_after(checked_at, checked_warn_days), days_after(review_due_from, reviewed_warn_days))
               AS warns_at,
           least(days_after(checked_at, checked_error_days), days_after(review_due_from, reviewed_error_days))
               AS errs_at
    FROM stated s JOIN ruled r ON r.source = s.source AND r.kind = s.kind AND r.tier IS NOT DISTINCT FROM s.tier
)
SELECT source, attribute, tier, kind, count(*) AS facts, count(*) FILTER (WHERE fact_state = 'missing') AS missing,
       count(*) FILTER (WHERE warns_at < as_of_now()) AS past_warn,
       count(*) FILTER (WHERE errs_at < as_of_now()) AS past_error, min(checked_at) AS oldest_check_at,
       max(checked_at) AS newest_check_at, date_diff('day', utc_date(min(checked_at)), utc_date(as_of_now()))
           AS age_days,
       count(*) FILTER (WHERE last_reviewed_at IS NULL) AS never_reviewed, min(reviewed_at) AS oldest_review_at,
       checked_warn_days, checked_error_days, reviewed_warn_days, reviewed_error_days,
       min(warns_at) FILTER (WHERE warns_at < as_of_now()) AS old_since,
       CASE WHEN past_error > 0 THEN 'error' WHEN past_warn > 0 THEN 'warn' ELSE 'fresh' END AS state
FROM aged
GROUP BY ALL;
COMMENT ON VIEW freshness IS
    'One row per source, attribute and price tier: when its facts were confirmed, and what the policy says to that.';

-- How old the facts are: one row a source and attribute, against the policy of the vocabulary.
CREATE OR REPLACE VIEW freshness AS
WITH aged AS (
    SELECT source, attribute, count(*) AS facts, count(*) FILTER (WHERE missing_since IS NOT NULL) AS missing,
           min(last_checked_at) AS oldest_check_at, max(last_checked_at) AS newest_check_at,
           count(*) FILTER (WHERE last_reviewed_at IS NULL) AS never_reviewed
    FROM known GROUP BY source, attribute
)
SELECT a.*, p.stale_days,
       date_diff('day', newest_check_at, least(as_of_end(), now())) AS age_days,
       CASE WHEN newest_check_at + to_days(p.stale_days) < least(as_of_end(), now()) THEN 'stale' ELSE 'fresh' END AS state
FROM aged a
JOIN freshness_policy p ON p.kind = CASE WHEN a.attribute = 'price' THEN 'price'
    WHEN a.attribute IN ('status', 'deprecated_date', 'retired_date', 'successor', 'retirement_not_before_date') THEN 'lifecycle' ELSE 'other' END;
COMMENT ON VIEW freshness IS 'One row a source and attribute: how long ago its facts were confirmed.';
COMMENT ON COLUMN freshness.source IS 'The source.';
COMMENT ON COLUMN freshness.attribute IS 'price, or what else the facts are about.';
COMMENT ON COLUMN freshness.facts IS 'Facts.';
COMMENT ON COLUMN freshness.missing IS 'Facts among them that are no longer on their pages.';
COMMENT ON COLUMN freshness.oldest_check_at IS 'Longest time since one of them was confirmed.';
COMMENT ON COLUMN freshness.newest_check_at IS 'Last time that one of them was confirmed.';
COMMENT ON COLUMN freshness.never_reviewed IS 'Facts that no person has reviewed.';
COMMENT ON COLUMN freshness.stale_days IS 'Days without a check after which they are stale.';
COMMENT ON COLUMN freshness.age_days IS 'Whole days since the last check.';
COMMENT ON COLUMN freshness.state IS 'fresh or stale.';

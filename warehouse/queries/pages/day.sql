-- The day that the catalog is asked as of, after how many days facts are stale, and whether it holds any benchmark score.
SELECT as_of_date() AS day, (SELECT map_from_entries(list((kind, checked_error_days))) FROM freshness_policy WHERE source IS NULL AND tier IS NULL) AS stale_days,
       (SELECT count(*) > 0 FROM scores) AS has_scores;

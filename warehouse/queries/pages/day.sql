-- The day that the catalog is asked as of, and whether it holds any benchmark score.
SELECT as_of_date() AS day, (SELECT count(*) > 0 FROM scores) AS has_scores;

-- The day that the catalog is asked as of, which is today where none is named, and whether it holds any score.
SELECT as_of_date() AS day, getvariable('as_of')::DATE AS asked_day,
       EXISTS (FROM query_table(ready('scores'))) AS has_scores;

-- Every row of the view `scores`.
SELECT * FROM scores ORDER BY ALL;

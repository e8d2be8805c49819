-- The day that the catalog is asked as of.
SELECT as_of_date();

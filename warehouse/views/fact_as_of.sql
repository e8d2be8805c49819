-- The facts as of the day asked for, or now. Only one half is ever read.
CREATE OR REPLACE VIEW fact_as_of AS
FROM current_fact WHERE getvariable('as_of') IS NULL
UNION ALL
FROM fact_version_as_of WHERE getvariable('as_of') IS NOT NULL;

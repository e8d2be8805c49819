-- What is believed on the day asked for, or now: core/known.sql says how. Only one half is ever read.
CREATE OR REPLACE VIEW known AS
FROM known_now WHERE getvariable('as_of') IS NULL
UNION ALL
FROM known_at WHERE getvariable('as_of') IS NOT NULL;

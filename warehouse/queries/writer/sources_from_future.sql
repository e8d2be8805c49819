-- The sources with loaded pages that were seen after a time: as fetched, or by their day of capture.
SELECT DISTINCT source FROM internal.page
WHERE seen_at > CASE WHEN form = 'fetched' THEN $fetched_until ELSE $captured_until END;

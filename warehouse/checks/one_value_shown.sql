-- A fact key that shows two values at once.
SELECT key_id, count(*) FROM belief
WHERE shown_from IS NOT NULL AND shown_to IS NULL AND next_seen_at IS NULL
GROUP BY key_id HAVING count(*) > 1;

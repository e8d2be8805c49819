-- A fact key that shows two values at once.
SELECT key_id, count(*) FROM internal.fact_version SEMI JOIN internal.unpublished_key USING (key_id)
WHERE published_from IS NOT NULL AND published_to IS NULL AND next_seen_at IS NULL
GROUP BY key_id HAVING count(*) > 1;

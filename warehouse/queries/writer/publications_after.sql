-- The generations after one and up to another, with how many values each published otherwise, for the log beside the
-- archive.
SELECT p.generation, p.published_at, p.run_id, p.content_hash, p.facts, count(c.key_id) AS changes
FROM internal.publication p LEFT JOIN internal.publication_change c USING (generation)
WHERE p.generation > $after AND p.generation <= $last
GROUP BY ALL ORDER BY p.generation;

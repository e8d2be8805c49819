-- The content hash of one generation.
SELECT content_hash FROM publication WHERE generation = $generation;

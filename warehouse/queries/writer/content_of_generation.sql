-- The content hash of one generation.
SELECT content_hash FROM internal.publication WHERE generation = $generation;

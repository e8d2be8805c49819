-- The hash of all that this generation holds.
SELECT content_hash FROM publication ORDER BY generation DESC LIMIT 1;

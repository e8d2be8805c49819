-- The hash of all that this generation holds.
SELECT content_hash FROM internal.publication ORDER BY generation DESC LIMIT 1;

-- The generation that this file is.
SELECT generation, published_at, facts FROM internal.publication ORDER BY generation DESC LIMIT 1;

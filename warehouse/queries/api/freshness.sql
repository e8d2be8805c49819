-- How old the facts of every source are, against the policy, the worst first.
SELECT * FROM freshness
ORDER BY array_position(['error', 'warn', 'fresh'], state), source, attribute, tier
LIMIT $row_limit OFFSET $row_offset;

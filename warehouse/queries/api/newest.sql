-- The published generation: its number, when it was published, and the newest page in it.
SELECT generation, published_at, (SELECT max(seen_at) FROM internal.page) AS newest_page_at
FROM internal.publication ORDER BY generation DESC LIMIT 1;

-- When the newest page that answered was read.
SELECT max(seen_at) FROM pages WHERE outcome IN ('ok', 'not_modified');

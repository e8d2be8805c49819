-- A body that states two values of one fact key.
SELECT source, sha256, key_id, count(*) FROM fact GROUP BY ALL HAVING count(*) > 1;

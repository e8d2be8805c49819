-- Why routes are not live, counted by seller.
SELECT provider_name, status, rule, count(*) AS routes
FROM routes
WHERE NOT is_live
GROUP BY ALL
ORDER BY routes DESC, provider_name, status;

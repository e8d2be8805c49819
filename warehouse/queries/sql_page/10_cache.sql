-- What reading from a cache costs of the input price, by seller.
SELECT provider_name, count(*) AS offers, round(avg(100 * cache_read_usd_per_mtok / input_usd_per_mtok)) AS percent
FROM offers
WHERE is_live AND cache_read_usd_per_mtok > 0 AND input_usd_per_mtok > 0
GROUP BY ALL
HAVING count(*) >= 5
ORDER BY percent
LIMIT 25;

-- The same model at different sellers: how far confirmed prices are apart.
SELECT model_id, count(*) AS offers, min(output_usd_per_mtok) AS lowest, max(output_usd_per_mtok) AS highest,
       round(max(output_usd_per_mtok) / min(output_usd_per_mtok), 1) AS times
FROM offers
WHERE standing = 'eligible' AND output_usd_per_mtok > 0
GROUP BY model_id
HAVING count(*) > 1
ORDER BY times DESC
LIMIT 30;

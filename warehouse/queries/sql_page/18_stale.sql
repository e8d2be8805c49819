-- Prices by the month in which they were last checked.
SELECT strftime(last_checked_at, '%Y-%m') AS month, count(*) AS prices
FROM prices
GROUP BY ALL
ORDER BY month;

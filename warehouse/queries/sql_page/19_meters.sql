-- What is priced besides tokens in and out.
SELECT meter, unit, count(*) AS prices, count(DISTINCT provider) AS sellers
FROM prices
WHERE meter NOT IN ('input', 'output')
GROUP BY ALL
ORDER BY prices DESC
LIMIT 30;

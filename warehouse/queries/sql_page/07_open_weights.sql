-- Models with published weights by licence.
SELECT licence, count(*) AS models
FROM models
WHERE open_weights = 'yes' AND licence IS NOT NULL
GROUP BY ALL
ORDER BY models DESC
LIMIT 20;

-- How many models are stated to have each capability, to lack it, and to be disputed.
SELECT capability, count(*) FILTER (state = 'yes') AS yes, count(*) FILTER (state = 'no') AS no,
       count(*) FILTER (state = 'disputed') AS disputed
FROM capabilities
GROUP BY ALL
ORDER BY yes DESC;

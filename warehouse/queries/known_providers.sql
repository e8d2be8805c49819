-- What changes can be asked of: every source, publisher and provider.
SELECT source FROM source_info
UNION SELECT publisher FROM source_info
UNION SELECT provider FROM fact_key
ORDER BY ALL;

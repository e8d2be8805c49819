-- What changes can be asked of: every source, publisher and provider.
SELECT source FROM internal.source_info
UNION SELECT publisher FROM internal.source_info
UNION SELECT provider FROM internal.fact_key
ORDER BY ALL;

-- One fact with its receipt.
SELECT * FROM facts WHERE fact_id = $fact_id ORDER BY source LIMIT $row_limit OFFSET $row_offset;

-- The largest moves of token prices, with the number before and since.
SELECT changed_at, provider, subject_stated, meter, old_number, new_number, ratio, fact_id
FROM changes
WHERE attribute = 'price' AND change = 'changed' AND ratio IS NOT NULL
ORDER BY abs(ln(ratio)) DESC, changed_at DESC, fact_id
LIMIT 50;

-- The largest price cuts that sellers themselves state.
SELECT changed_at::DATE AS day, model_id, provider, meter, old_value, new_value, round(ratio, 3) AS times
FROM changes
WHERE change = 'changed' AND attribute = 'price' AND ratio < 1 AND qualifiers = ''
ORDER BY ratio
LIMIT 30;

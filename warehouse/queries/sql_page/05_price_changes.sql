-- The newest changes of prices, with how many times the new one is the old.
SELECT changed_at::DATE AS day, model_id, provider, meter, qualifiers, old_value, new_value, round(ratio, 2) AS times
FROM changes
WHERE change = 'changed' AND attribute = 'price'
ORDER BY changed_at DESC, model_id
LIMIT 50;

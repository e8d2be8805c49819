-- The newest changes of plain input and output prices that sellers themselves state, up to a day; of one day the
-- largest first.
SELECT utc_date(changed_at) AS day, model_id, provider, meter, old_number, new_number, ratio, fact_id
FROM changes
WHERE change = 'changed' AND attribute = 'price' AND meter IN ('input', 'output') AND qualifiers = ''
  AND ratio IS NOT NULL AND ratio <> 1 AND model_id IS NOT NULL AND changed_at < end_of($day)
  AND source IN (SELECT source FROM internal.source_info WHERE publisher = provider)
ORDER BY day DESC, abs(ln(ratio)) DESC, model_id, provider, meter
LIMIT 8;

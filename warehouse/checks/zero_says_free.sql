-- A price of 0 whose page does not say free.
SELECT source, sha256, key_id, quote FROM fact
WHERE unit IS NOT NULL AND amount = 0 AND NOT contains(lower(quote), 'free') AND NOT contains(context, '"role": "free"');

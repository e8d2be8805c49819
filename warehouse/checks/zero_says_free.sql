-- A price of 0 whose page does not say free, in one of the words that spiders/cells.py takes for it.
SELECT source, document, key_id, quote FROM internal.fact SEMI JOIN internal.unpublished_key USING (key_id)
WHERE unit IS NOT NULL AND amount = 0 AND NOT regexp_matches(quote, '(?i)free|免费|不计费')
    AND NOT contains(context, '"role": "free"');

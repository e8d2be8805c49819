-- The receipts of one price: quote, page, digest and dates.
SELECT provider, subject_stated, meter, value_text, quote, url, page_sha256, first_seen_at, last_checked_at
FROM facts
WHERE fact_id = (SELECT min(input_fact_id) FROM offers WHERE standing = 'eligible');

-- The receipts of facts, in short: value, quote, page and days.
SELECT fact_id, provider, subject_stated, attribute, meter, qualifiers, value_text, quote, url, page_sha256,
       utc_date(fetched_at) AS fetched, utc_date(last_checked_at) AS checked, utc_date(last_reviewed_at) AS reviewed,
       source
FROM facts WHERE fact_id IN (SELECT unnest($facts::VARCHAR[])) ORDER BY fact_id;

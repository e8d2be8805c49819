-- Values that gates hold back, with the value that stands and the reason.
SELECT source, subject_stated, attribute, meter, published_value, proposed_value, reasons, since_at
FROM reviews
WHERE state = 'open'
ORDER BY since_at, source, subject_stated, meter;

-- The documents of which anything was ever taken, with every version of each that was read, the newest first.
SELECT o.source, o.document, coalesce(b.name, s.publisher) AS publisher, s.terms, o.sha256,
       utc_date(min(o.seen_at)) AS first_seen, utc_date(max(o.seen_at)) AS last_seen,
       arg_max(p.url, o.seen_at) AS url, arg_max(p.form, o.seen_at) AS form
FROM internal.page_order o
JOIN internal.source_info s USING (source)
JOIN internal.page p ON p.source = o.source AND p.document = o.document AND p.sha256 = o.sha256
    AND p.seen_at = o.seen_at
LEFT JOIN internal.provider_info b ON b.provider = s.publisher
WHERE o.claims > 0 AND o.seen_at < as_of_end()
GROUP BY o.source, o.document, o.version_seq, o.sha256, b.name, s.publisher, s.terms
ORDER BY o.source, o.document, max(o.seen_at) DESC, o.sha256;

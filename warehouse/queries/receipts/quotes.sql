-- Every text that was read from an archived page, and where.
SELECT DISTINCT f.locator, f.quote
FROM internal.page_order o
JOIN internal.fact f ON f.source = o.source AND f.document = o.document AND f.first_version_seq <= o.version_seq
    AND (f.last_version_seq IS NULL OR f.last_version_seq >= o.version_seq)
WHERE o.sha256 = $sha256
ORDER BY f.locator;

-- A fact of a version that its document does not have, or a reading of no archived page.
SELECT f.source, f.document, f.key_id, f.first_version_seq, f.last_version_seq
FROM internal.fact f
SEMI JOIN internal.unpublished_key USING (key_id)
LEFT JOIN (SELECT source, document, max(version_seq) AS newest_seq FROM internal.page_order GROUP BY ALL) d
    USING (source, document)
WHERE newest_seq IS NULL OR first_version_seq < 1 OR coalesce(last_version_seq, newest_seq) > newest_seq
   OR first_version_seq > coalesce(last_version_seq, newest_seq)
UNION ALL
SELECT source, document, sha256, NULL, NULL FROM internal.extraction
ANTI JOIN internal.page USING (source, document, sha256);

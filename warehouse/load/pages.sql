-- Adds the staged pages that are not there yet.
INSERT INTO internal.page BY NAME
SELECT DISTINCT s.* FROM staged_page s
WHERE NOT EXISTS (
    FROM internal.page p WHERE p.source = s.source AND p.document = s.document AND p.url = s.url
        AND p.seen_at = s.seen_at
                  AND p.outcome = s.outcome AND p.sha256 IS NOT DISTINCT FROM s.sha256 AND p.run_id = s.run_id);

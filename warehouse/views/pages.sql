-- Retrievals up to the day asked for, and how reading their bodies went.
CREATE OR REPLACE VIEW pages AS
SELECT p.source, p.document, p.url, p.seen_at, p.seen_precision, p.form, p.outcome, p.detail, p.http_status, p.sha256,
       p.bytes, p.run_id, e.claims, e.is_whole,
       (SELECT count(*) FROM internal.finding f WHERE f.source = p.source AND f.document = p.document
           AND f.sha256 = p.sha256
           AND f.kind <> 'unread') AS errors
FROM internal.page p LEFT JOIN internal.extraction e USING (source, document, sha256)
WHERE p.seen_at < as_of_end();
COMMENT ON VIEW pages IS 'One row per retrieval.';

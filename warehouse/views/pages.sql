-- Retrievals up to the day asked for, and how reading their bodies went.
CREATE OR REPLACE VIEW pages AS
SELECT p.source, p.document, p.url, p.seen_at, p.seen_precision, p.form, p.outcome, p.detail, p.http_status, p.sha256, p.bytes, p.run_id,
       e.claims, e.is_whole, (SELECT count(*) FROM finding f WHERE f.source = p.source AND f.sha256 = p.sha256 AND f.kind <> 'unread') AS errors
FROM page p LEFT JOIN extraction e USING (source, document, sha256)
WHERE p.seen_at < as_of_end();
COMMENT ON VIEW pages IS 'One row per retrieval.';
COMMENT ON COLUMN pages.source IS 'The source.';
COMMENT ON COLUMN pages.document IS 'The document.';
COMMENT ON COLUMN pages.url IS 'The planned url.';
COMMENT ON COLUMN pages.seen_at IS 'When it was fetched, or the captured date of an import.';
COMMENT ON COLUMN pages.seen_precision IS 'second, or day for an import.';
COMMENT ON COLUMN pages.form IS 'fetched, or the form of an import.';
COMMENT ON COLUMN pages.outcome IS 'How it ended.';
COMMENT ON COLUMN pages.detail IS 'That in a sentence.';
COMMENT ON COLUMN pages.http_status IS 'Status of the answer.';
COMMENT ON COLUMN pages.sha256 IS 'Digest of the body.';
COMMENT ON COLUMN pages.bytes IS 'Size of the body in bytes.';
COMMENT ON COLUMN pages.run_id IS 'The run.';
COMMENT ON COLUMN pages.claims IS 'Claims taken from the body.';
COMMENT ON COLUMN pages.is_whole IS 'Whether every part of it was read.';
COMMENT ON COLUMN pages.errors IS 'Errors in reading it.';

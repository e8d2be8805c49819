-- One row per retrieval: exactly one outcome for every planned link of a run, and every imported page.
CREATE TABLE IF NOT EXISTS page (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    seen_precision VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    http_status INTEGER,
    sha256 VARCHAR,
    bytes BIGINT,
    media_type VARCHAR,
    run_id VARCHAR NOT NULL,
    record_id VARCHAR
);
COMMENT ON TABLE page IS 'One row per retrieval of a document: what was fetched or imported, when, and how it went.';
COMMENT ON COLUMN page.source IS 'The source that planned it.';
COMMENT ON COLUMN page.document IS 'Key of the document within its source; its urls, twins and hosts are aliases of it.';
COMMENT ON COLUMN page.kind IS 'Kind of page, as the source names it.';
COMMENT ON COLUMN page.url IS 'The planned url.';
COMMENT ON COLUMN page.seen_at IS 'When the page was fetched, or the captured date at 00:00 UTC of an import.';
COMMENT ON COLUMN page.seen_precision IS 'second, or day for an import.';
COMMENT ON COLUMN page.form IS 'fetched, or the form of an import: verbatim, rendered, reduced.';
COMMENT ON COLUMN page.outcome IS 'How the retrieval ended: ok, not_modified, or why there is no page.';
COMMENT ON COLUMN page.detail IS 'The outcome in a sentence.';
COMMENT ON COLUMN page.http_status IS 'Status of the answer, where there was one.';
COMMENT ON COLUMN page.sha256 IS 'Digest of the body after content encoding; leads to the archived bytes.';
COMMENT ON COLUMN page.bytes IS 'Size of that body in bytes.';
COMMENT ON COLUMN page.media_type IS 'Media type of the answer.';
COMMENT ON COLUMN page.run_id IS 'The run that retrieved it.';
COMMENT ON COLUMN page.record_id IS 'The archive record that holds it.';

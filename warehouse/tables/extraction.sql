-- One row per body that a source has read: which parser read it, and how that went.
CREATE TABLE IF NOT EXISTS extraction (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    parser_version VARCHAR NOT NULL,
    is_whole BOOLEAN NOT NULL,
    claims BIGINT NOT NULL
);
COMMENT ON TABLE extraction IS 'One row per body read by a source, by the newest parser that read it.';
COMMENT ON COLUMN extraction.source IS 'The source.';
COMMENT ON COLUMN extraction.document IS 'The document the body is a retrieval of.';
COMMENT ON COLUMN extraction.sha256 IS 'Digest of the body.';
COMMENT ON COLUMN extraction.parser_version IS 'Hash of the source file with the modules that read pages.';
COMMENT ON COLUMN extraction.is_whole IS 'Whether every part was read, so that what is not said is absent.';
COMMENT ON COLUMN extraction.claims IS 'Claims taken.';

CREATE TABLE IF NOT EXISTS finding (
    source VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);
COMMENT ON TABLE finding IS 'What reading a body brought to light besides claims.';
COMMENT ON COLUMN finding.source IS 'The source.';
COMMENT ON COLUMN finding.sha256 IS 'Digest of the body.';
COMMENT ON COLUMN finding.kind IS 'changed, count, conflict (errors), or unread.';
COMMENT ON COLUMN finding.part IS 'The part of the page.';
COMMENT ON COLUMN finding.message IS 'What is wrong, where, expected, found.';

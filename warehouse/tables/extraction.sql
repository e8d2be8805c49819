-- One row per body that a source has read: which parser read it, and how that went.
CREATE TABLE IF NOT EXISTS internal.extraction (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    parser_version VARCHAR NOT NULL,
    is_whole BOOLEAN NOT NULL,
    claims BIGINT NOT NULL,
    facts BIGINT NOT NULL,
    prices BIGINT NOT NULL,
    set_aside BIGINT NOT NULL
);
COMMENT ON TABLE internal.extraction IS 'One row per body read by a source, by the newest parser that read it.';

CREATE TABLE IF NOT EXISTS internal.anchored_body (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    anchor_sha256 VARCHAR NOT NULL,
    anchor_version VARCHAR NOT NULL,
    believed BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    moved BIGINT NOT NULL,
    new BIGINT NOT NULL
);
COMMENT ON TABLE internal.anchored_body IS
    'One row per body that its source cannot read whole, beside the last one that it could: what that shows of it.';

CREATE TABLE IF NOT EXISTS internal.finding (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);
COMMENT ON TABLE internal.finding IS 'What reading a body brought to light besides claims.';

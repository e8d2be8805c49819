-- One row per retrieval: exactly one outcome for every planned link of a run, and every imported page.
CREATE TABLE IF NOT EXISTS internal.page (
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
-- Where the page came from in the end, after redirects or from a server that stands for the web. NULL for pages that an
-- older version loaded.
ALTER TABLE internal.page ADD COLUMN IF NOT EXISTS answered_url VARCHAR;
COMMENT ON TABLE internal.page IS
    'One row per retrieval of a document: what was fetched or imported, when, and how it went.';

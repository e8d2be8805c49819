-- The read pages of each document in the order of history, whatever the order of import: by (seen, digest). Pages in a
-- row that are alike to the byte are one version of the document; intervals of facts begin and end with versions.
CREATE TABLE IF NOT EXISTS internal.page_order (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    page_seq BIGINT NOT NULL,
    version_seq BIGINT NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    sha256 VARCHAR NOT NULL,
    claims BIGINT NOT NULL,
    is_read_whole BOOLEAN NOT NULL
);
COMMENT ON TABLE internal.page_order IS 'One row per page that confirms what it states.';

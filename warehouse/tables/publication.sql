-- One row per published generation, and one row per value that changed in it: what our reports said, and when.
CREATE TABLE IF NOT EXISTS internal.publication (
    generation BIGINT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    run_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    facts BIGINT NOT NULL
);
COMMENT ON TABLE internal.publication IS 'One row per published generation of the catalog.';

CREATE TABLE IF NOT EXISTS internal.publication_change (
    generation BIGINT NOT NULL,
    key_id VARCHAR NOT NULL,
    old_value VARCHAR,
    new_value VARCHAR
);
COMMENT ON TABLE internal.publication_change IS
    'One row per value that a generation publishes otherwise than the one before.';

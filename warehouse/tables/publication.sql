-- One row per published generation, and one row per value that changed in it: what our reports said, and when.
CREATE TABLE IF NOT EXISTS publication (
    generation BIGINT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    run_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    facts BIGINT NOT NULL
);
COMMENT ON TABLE publication IS 'One row per published generation of the catalog.';
COMMENT ON COLUMN publication.generation IS 'Number of the generation, from 1.';
COMMENT ON COLUMN publication.published_at IS 'When readers began to see it.';
COMMENT ON COLUMN publication.run_id IS 'The run that published it.';
COMMENT ON COLUMN publication.content_hash IS 'Hash of what it believes; the same content has the same hash.';
COMMENT ON COLUMN publication.facts IS 'Values believed.';

CREATE TABLE IF NOT EXISTS publication_change (
    generation BIGINT NOT NULL,
    key_id VARCHAR NOT NULL,
    old_value VARCHAR,
    new_value VARCHAR
);
COMMENT ON TABLE publication_change IS 'One row per value that a generation believed otherwise than the one before.';
COMMENT ON COLUMN publication_change.generation IS 'The generation that brought the change.';
COMMENT ON COLUMN publication_change.key_id IS 'What the value is of.';
COMMENT ON COLUMN publication_change.old_value IS 'The value before; NULL where there was none.';
COMMENT ON COLUMN publication_change.new_value IS 'The value since; NULL where there is none any more.';

-- What changed since it was last derived or published: the work of the next derivation and the next publication. A run
-- that dies leaves it for the next one.
CREATE TABLE IF NOT EXISTS internal.touched_document (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    since TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE internal.touched_document IS
    'One row per document that has new pages or readings since the last derivation, and the oldest of them.';

CREATE TABLE IF NOT EXISTS internal.touched_key (
    key_id VARCHAR NOT NULL
);
COMMENT ON TABLE internal.touched_key IS
    'The keys, and the ids of claims set aside, whose intervals changed since the last derivation.';

CREATE TABLE IF NOT EXISTS internal.misplaced_body (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL
);
COMMENT ON TABLE internal.misplaced_body IS
    'One row per body that is to be read again for the places of its facts, after an older page cut their intervals.';

CREATE TABLE IF NOT EXISTS internal.unpublished_key (
    key_id VARCHAR NOT NULL,
    generation BIGINT
);
COMMENT ON TABLE internal.unpublished_key IS
    'One row per key derived anew since the last publication, and the generation that publishes it.';

CREATE TABLE IF NOT EXISTS internal.changed_key (
    key_id VARCHAR NOT NULL
);
COMMENT ON TABLE internal.changed_key IS
    'The keys whose versions changed since the tables of now were made.';

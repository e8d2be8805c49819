-- What a fact is about (fact_key), and what the versions of its document state of it (fact), with the text and its
-- place.
CREATE TABLE IF NOT EXISTS internal.fact_key (
    key_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_stated VARCHAR NOT NULL,
    attribute VARCHAR NOT NULL,
    meter VARCHAR,
    tier VARCHAR,
    context_from_tokens BIGINT,
    context_to_tokens BIGINT,
    lifetime VARCHAR,
    modality VARCHAR,
    variant VARCHAR,
    valid_from DATE,
    valid_to DATE,
    benchmark VARCHAR,
    version VARCHAR,
    runner VARCHAR,
    band_rule VARCHAR,
    region VARCHAR,
    mode VARCHAR,
    hours VARCHAR,
    price_class VARCHAR,
    plan VARCHAR,
    is_plain BOOLEAN,
    qualifiers VARCHAR NOT NULL
);
COMMENT ON TABLE internal.fact_key IS 'One row per thing that a source states a value of.';

CREATE TABLE IF NOT EXISTS internal.fact (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    first_version_seq BIGINT NOT NULL,
    last_version_seq BIGINT,
    wording UBIGINT NOT NULL,
    value_text VARCHAR NOT NULL,
    value_number DECIMAL(38, 18),
    amount DECIMAL(38, 18),
    currency VARCHAR,
    unit VARCHAR,
    usd_per_mtok DECIMAL(28, 12),
    measured_date VARCHAR,
    quote VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    context VARCHAR NOT NULL,
    is_anchored BOOLEAN NOT NULL
);
COMMENT ON TABLE internal.fact IS
    'One row per interval: a value that versions of a document in a row state in the same words.';

CREATE TABLE IF NOT EXISTS internal.claim_set_aside (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    claim_id VARCHAR NOT NULL,
    first_version_seq BIGINT NOT NULL,
    last_version_seq BIGINT,
    provider VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_stated VARCHAR NOT NULL,
    attribute VARCHAR NOT NULL,
    meter VARCHAR,
    qualifiers VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);
COMMENT ON TABLE internal.claim_set_aside IS
    'One row per claim that did not become a fact, why, and which versions of its document make it.';

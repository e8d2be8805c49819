-- What a fact is about (fact_key), and what each read body says of it (fact), with the text and its place.
CREATE TABLE IF NOT EXISTS fact_key (
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
-- Of a database made before these columns: reading the archive anew fills them.
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS band_rule VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS region VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS mode VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS hours VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS price_class VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS plan VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS is_plain BOOLEAN;
COMMENT ON TABLE fact_key IS 'One row per thing that a source states a value of.';

CREATE TABLE IF NOT EXISTS fact (
    source VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    value_text VARCHAR NOT NULL,
    value_number DECIMAL(38, 18),
    amount DECIMAL(38, 18),
    currency VARCHAR,
    unit VARCHAR,
    usd_per_mtok DECIMAL(28, 12),
    measured_date VARCHAR,
    quote VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    context VARCHAR NOT NULL
);
-- Of a database made when twelve decimals were enough.
ALTER TABLE fact ALTER value_number TYPE DECIMAL(38, 18);
COMMENT ON TABLE fact IS 'One row per value that a read body states.';

CREATE TABLE IF NOT EXISTS claim_set_aside (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
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
COMMENT ON TABLE claim_set_aside IS 'One row per claim that did not become a fact, and why.';

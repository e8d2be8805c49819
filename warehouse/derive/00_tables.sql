-- The derived tables that are kept from run to run: a derivation replaces the rows of touched keys alone. Where their
-- definitions or the rules change, they are dropped, and every key is derived anew.
CREATE TABLE IF NOT EXISTS internal.value_period (
    key_id VARCHAR NOT NULL,
    period_number BIGINT NOT NULL,
    span_number BIGINT NOT NULL,
    value_text VARCHAR NOT NULL,
    value_number DECIMAL(38, 18),
    amount DECIMAL(38, 18),
    currency VARCHAR,
    unit VARCHAR,
    usd_per_mtok DECIMAL(28, 12),
    measured_date VARCHAR,
    is_rounded BOOLEAN NOT NULL,
    is_anchored BOOLEAN NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ,
    first_page_seq BIGINT NOT NULL,
    last_page_seq BIGINT,
    missing_since TIMESTAMPTZ,
    gone_since TIMESTAMPTZ,
    is_withdrawn BOOLEAN NOT NULL,
    known_from TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE internal.value_period IS
    'One row per sighting span of a value; last_* is NULL while the newest page states it.';

CREATE TABLE IF NOT EXISTS internal.page_wholeness (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    page_seq BIGINT NOT NULL,
    is_whole BOOLEAN NOT NULL,
    believed BIGINT NOT NULL,
    lost BIGINT NOT NULL
);
COMMENT ON TABLE internal.page_wholeness IS
    'One row per page that is read: whether it is whole, measured by what was believed of its document.';

CREATE TABLE IF NOT EXISTS internal.gate (
    key_id VARCHAR NOT NULL,
    period_number BIGINT NOT NULL,
    state VARCHAR NOT NULL,
    reasons VARCHAR NOT NULL,
    accepted_at TIMESTAMPTZ
);
COMMENT ON TABLE internal.gate IS
    'One row per value period that did not simply pass a gate: why, and since when it is accepted after all.';

CREATE TABLE IF NOT EXISTS internal.fact_version (
    fact_id VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    period_number BIGINT NOT NULL,
    span_number BIGINT NOT NULL,
    value_text VARCHAR NOT NULL,
    known_from TIMESTAMPTZ NOT NULL,
    known_to TIMESTAMPTZ,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ,
    next_seen_at TIMESTAMPTZ,
    missing_since TIMESTAMPTZ,
    gone_since TIMESTAMPTZ,
    first_page_seq BIGINT NOT NULL,
    last_page_seq BIGINT,
    value_number DECIMAL(38, 18),
    amount DECIMAL(38, 18),
    currency VARCHAR,
    unit VARCHAR,
    usd_per_mtok DECIMAL(28, 12),
    measured_date VARCHAR,
    is_rounded BOOLEAN NOT NULL,
    is_anchored BOOLEAN NOT NULL,
    published_from TIMESTAMPTZ,
    published_to TIMESTAMPTZ,
    gate_state VARCHAR NOT NULL,
    gate_reasons VARCHAR,
    decided_at TIMESTAMPTZ
);
COMMENT ON TABLE internal.fact_version IS
    'One row per version of a fact: since when and until when it was known, seen, published.';

CREATE TABLE IF NOT EXISTS internal.fact_version_hash (
    content UHUGEINT NOT NULL,
    versions BIGINT NOT NULL
);
COMMENT ON TABLE internal.fact_version_hash IS
    'One row: the sum by XOR of the hashes of all fact versions, and how many there are.';
INSERT INTO internal.fact_version_hash SELECT 0, 0 WHERE NOT EXISTS (FROM internal.fact_version_hash);

CREATE OR REPLACE VIEW internal.page_version AS
SELECT source, document, version_seq, any_value(sha256) AS sha256, min(page_seq) AS first_page_seq,
       max(page_seq) AS last_page_seq, min(seen_at) AS first_seen_at, max(seen_at) AS last_seen_at
FROM internal.page_order GROUP BY source, document, version_seq;
COMMENT ON VIEW internal.page_version IS
    'One row per version of a document: pages in a row that are alike to the byte.';

CREATE TABLE IF NOT EXISTS internal.route_spelling (
    route_id VARCHAR,
    provider VARCHAR,
    model_id VARCHAR,
    route_variant VARCHAR,
    provider_model_id VARCHAR,
    id_by_others VARCHAR,
    id_by_others_publisher VARCHAR,
    stated_name VARCHAR,
    identity_rule VARCHAR
);
COMMENT ON TABLE internal.route_spelling IS
    'One row per route: how its id is written, by its seller and by others.';

CREATE OR REPLACE TEMP TABLE moved_route (route_id VARCHAR);

-- The derived tables and views under their former names: what a working database of version 0.1.0 holds instead of its
-- own. The stored tables (page, fact ...) are the same.
CREATE OR REPLACE TABLE belief (
    fact_id VARCHAR, key_id VARCHAR, run_number BIGINT, stretch_number BIGINT, value_text VARCHAR,
    known_from TIMESTAMPTZ, known_to TIMESTAMPTZ, first_seen_at TIMESTAMPTZ, last_seen_at TIMESTAMPTZ,
    next_seen_at TIMESTAMPTZ, missing_since TIMESTAMPTZ, first_place BIGINT, last_place BIGINT,
    value_number DECIMAL(38, 18), amount DECIMAL(38, 18), currency VARCHAR, unit VARCHAR,
    usd_per_mtok DECIMAL(28, 12), measured_date VARCHAR, shown_from TIMESTAMPTZ, shown_to TIMESTAMPTZ,
    gate_state VARCHAR, gate_reasons VARCHAR, decided_at TIMESTAMPTZ
);
CREATE OR REPLACE TABLE value_run (
    key_id VARCHAR, run_number BIGINT, stretch_number BIGINT, value_text VARCHAR, value_number DECIMAL(38, 18),
    amount DECIMAL(38, 18), currency VARCHAR, unit VARCHAR, usd_per_mtok DECIMAL(28, 12), measured_date VARCHAR,
    first_seen_at TIMESTAMPTZ, last_seen_at TIMESTAMPTZ, first_place BIGINT, last_place BIGINT,
    missing_since TIMESTAMPTZ, is_withdrawn BOOLEAN, known_from TIMESTAMPTZ
);
CREATE OR REPLACE TABLE known_now (
    fact_id VARCHAR, key_id VARCHAR, source VARCHAR, document VARCHAR, provider VARCHAR, subject_kind VARCHAR,
    subject_stated VARCHAR, attribute VARCHAR, meter VARCHAR, tier VARCHAR, context_from_tokens BIGINT,
    context_to_tokens BIGINT, lifetime VARCHAR, modality VARCHAR, variant VARCHAR, valid_from DATE, valid_to DATE,
    benchmark VARCHAR, version VARCHAR, runner VARCHAR, band_rule VARCHAR, region VARCHAR, mode VARCHAR,
    hours VARCHAR, price_class VARCHAR, plan VARCHAR, is_plain BOOLEAN, qualifiers VARCHAR, value_text VARCHAR,
    value_number DECIMAL(38, 18), amount DECIMAL(38, 18), currency VARCHAR, unit VARCHAR,
    usd_per_mtok DECIMAL(28, 12), exchange_rate DECIMAL(18, 10), exchange_rate_date DATE, measured_date VARCHAR,
    model_id VARCHAR, route_id VARCHAR, route_variant VARCHAR, identity_rule VARCHAR, publisher VARCHAR,
    lineage VARCHAR, authority INTEGER, state VARCHAR, held_value VARCHAR, held_because VARCHAR,
    first_seen_at TIMESTAMPTZ, last_checked_at TIMESTAMPTZ, missing_since TIMESTAMPTZ,
    last_reviewed_at TIMESTAMPTZ, judged UTINYINT, chosen_over VARCHAR[], receipt_place BIGINT
);
CREATE OR REPLACE TABLE page_order (
    source VARCHAR, document VARCHAR, place BIGINT, seen_at TIMESTAMPTZ, sha256 VARCHAR, claims BIGINT,
    usual_claims DOUBLE, is_thin BOOLEAN, shows_absence BOOLEAN
);
CREATE OR REPLACE TABLE exchange_rate (
    currency VARCHAR, rate_date DATE, usd DECIMAL(18, 10), shown_from TIMESTAMPTZ, shown_to TIMESTAMPTZ
);
CREATE OR REPLACE TABLE gate (
    key_id VARCHAR NOT NULL, run_number BIGINT NOT NULL, state VARCHAR NOT NULL, reasons VARCHAR NOT NULL,
    accepted_at TIMESTAMPTZ
);
CREATE OR REPLACE VIEW known_at AS FROM known_now;
CREATE OR REPLACE VIEW known AS
FROM known_now WHERE getvariable('as_of') IS NULL UNION ALL FROM known_at WHERE getvariable('as_of') IS NOT NULL;
CREATE OR REPLACE VIEW scores AS FROM known WHERE attribute = 'score' AND judged < 2;
UPDATE applied SET digest = 'of tables before';
INSERT INTO applied VALUES ('marts', 'of views before');

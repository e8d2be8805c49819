-- One row per value period that a gate did not simply pass: why it was held, and since when it is accepted after all.
-- Made anew by every run, so it is replaced where its columns change.
CREATE OR REPLACE TABLE gate (
    key_id VARCHAR NOT NULL,
    period_number BIGINT NOT NULL,
    state VARCHAR NOT NULL,
    reasons VARCHAR NOT NULL,
    accepted_at TIMESTAMPTZ
);
COMMENT ON TABLE gate IS 'One row per value period that did not simply pass.';

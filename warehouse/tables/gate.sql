-- One row per value period that a gate did not simply pass: why it was held, and since when it is accepted after all.
-- Made anew by every run, so it is replaced where its columns change.
CREATE OR REPLACE TABLE gate (
    key_id VARCHAR NOT NULL,
    period_number BIGINT NOT NULL,
    state VARCHAR NOT NULL,
    reasons VARCHAR NOT NULL,
    accepted_at TIMESTAMPTZ
);
COMMENT ON TABLE gate IS 'One row per run of a value that did not simply pass.';
COMMENT ON COLUMN gate.key_id IS 'What the value is of.';
COMMENT ON COLUMN gate.period_number IS 'The run of the value among the key''s runs.';
COMMENT ON COLUMN gate.state IS 'held; confirmed: a later page agreed; accepted or rejected: a person decided.';
COMMENT ON COLUMN gate.reasons IS 'Why it was held.';
COMMENT ON COLUMN gate.accepted_at IS 'Since when it is shown; NULL while it is not.';

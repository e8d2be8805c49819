-- One row per person's decision on a held change or a dispute; loaded from the append-only review files.
CREATE TABLE IF NOT EXISTS decision (
    decided_at TIMESTAMPTZ NOT NULL,
    decided_by VARCHAR NOT NULL,
    fact_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    against VARCHAR[]
);
ALTER TABLE decision ADD COLUMN IF NOT EXISTS against VARCHAR[];
COMMENT ON TABLE decision IS 'One row per person''s decision on a value; keyed by the fact (what and which value), so a new value reopens it.';
COMMENT ON COLUMN decision.decided_at IS 'When.';
COMMENT ON COLUMN decision.decided_by IS 'Who.';
COMMENT ON COLUMN decision.fact_id IS 'The value decided on: hash of fact key and value.';
COMMENT ON COLUMN decision.verdict IS 'accept or reject.';
COMMENT ON COLUMN decision.reason IS 'Why.';
COMMENT ON COLUMN decision.against IS 'Values of other sources that it was chosen over; empty where none stood against it.';

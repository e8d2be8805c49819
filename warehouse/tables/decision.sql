-- One row per person's decision on a held change or a dispute; loaded from the append-only review files.
CREATE TABLE IF NOT EXISTS internal.decision (
    decided_at TIMESTAMPTZ NOT NULL,
    decided_by VARCHAR NOT NULL,
    fact_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    against VARCHAR[]
);
ALTER TABLE internal.decision ADD COLUMN IF NOT EXISTS against VARCHAR[];
COMMENT ON TABLE internal.decision IS
    'One row per person''s decision on a value; by fact (what and which value): a new value reopens it.';

-- The readings as versions until 0.2 kept them: every fact of every body, and no order of pages. Made of today's
-- tables.
CREATE OR REPLACE TABLE fact AS
SELECT f.source, v.sha256, f.key_id, f.value_text, f.value_number, f.amount, f.currency, f.unit, f.usd_per_mtok,
       f.measured_date, f.quote, f.locator, f.context
FROM fact f
JOIN (SELECT DISTINCT source, document, version_seq, sha256 FROM page_order) v
    ON v.source = f.source AND v.document = f.document AND v.version_seq >= f.first_version_seq
    AND (f.last_version_seq IS NULL OR v.version_seq <= f.last_version_seq);
CREATE OR REPLACE TABLE claim_set_aside AS
SELECT v.sha256, c.* EXCLUDE (claim_id, first_version_seq, last_version_seq)
FROM claim_set_aside c
JOIN (SELECT DISTINCT source, document, version_seq, sha256 FROM page_order) v
    ON v.source = c.source AND v.document = c.document AND v.version_seq >= c.first_version_seq
    AND (c.last_version_seq IS NULL OR v.version_seq <= c.last_version_seq);
ALTER TABLE extraction DROP COLUMN facts;
ALTER TABLE extraction DROP COLUMN prices;
ALTER TABLE extraction DROP COLUMN set_aside;
ALTER TABLE finding DROP COLUMN document;
DROP TABLE page_order;
DROP TABLE misplaced_body;
DROP TABLE touched_document;
DROP TABLE touched_key;
DROP TABLE unpublished_key;
CREATE OR REPLACE TABLE gate (
    key_id VARCHAR NOT NULL, period_number BIGINT NOT NULL, state VARCHAR NOT NULL, reasons VARCHAR NOT NULL,
    accepted_at TIMESTAMPTZ
);
DELETE FROM applied WHERE folder IN ('readings', 'derivation');
UPDATE applied SET digest = 'of tables before';

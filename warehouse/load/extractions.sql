-- Replaces what was read from the staged bodies before: extraction, findings, fact keys.
DELETE FROM finding WHERE (source, document, sha256) IN (SELECT (source, document, sha256) FROM staged_extraction);
DELETE FROM extraction WHERE (source, document, sha256) IN (SELECT (source, document, sha256) FROM staged_extraction);
INSERT INTO extraction BY NAME FROM staged_extraction;
INSERT INTO finding BY NAME FROM staged_finding;

CREATE OR REPLACE TEMP TABLE new_key AS
SELECT DISTINCT s.* FROM staged_fact_key s EXCEPT FROM fact_key;
INSERT INTO touched_key SELECT key_id FROM new_key;
DELETE FROM fact_key WHERE key_id IN (SELECT key_id FROM new_key);
INSERT INTO fact_key FROM new_key;

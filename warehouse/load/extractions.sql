-- Replaces what was read from the staged bodies before: extraction, findings, facts, claims set aside.
DELETE FROM fact WHERE (source, sha256) IN (SELECT (source, sha256) FROM staged_extraction);
DELETE FROM finding WHERE (source, sha256) IN (SELECT (source, sha256) FROM staged_extraction);
DELETE FROM claim_set_aside WHERE (source, sha256) IN (SELECT (source, sha256) FROM staged_extraction);
DELETE FROM extraction WHERE (source, sha256) IN (SELECT (source, sha256) FROM staged_extraction);

INSERT INTO extraction BY NAME FROM staged_extraction;
INSERT INTO finding BY NAME FROM staged_finding;
INSERT INTO claim_set_aside BY NAME FROM staged_claim_set_aside;
INSERT INTO fact BY NAME FROM staged_fact;
INSERT INTO fact_key BY NAME
SELECT DISTINCT s.* FROM staged_fact_key s WHERE NOT EXISTS (FROM fact_key k WHERE k.key_id = s.key_id);
DELETE FROM fact_key WHERE key_id NOT IN (SELECT key_id FROM fact);

-- Replaces what was read from the staged bodies before: extraction, findings, fact keys.
DELETE FROM internal.finding
WHERE (source, document, sha256) IN (SELECT (source, document, sha256) FROM staged_extraction);
DELETE FROM internal.extraction
WHERE (source, document, sha256) IN (SELECT (source, document, sha256) FROM staged_extraction);
DELETE FROM internal.anchored_body
WHERE (source, document, sha256) IN (SELECT (source, document, sha256) FROM staged_extraction);
INSERT INTO internal.extraction BY NAME FROM staged_extraction;
INSERT INTO internal.finding BY NAME FROM staged_finding;

-- A key's id is a hash of its columns but the last two, which a newer parser may put otherwise.
CREATE OR REPLACE TEMP TABLE new_key AS
SELECT DISTINCT * FROM staged_fact_key s
ANTI JOIN internal.fact_key k
    ON k.key_id = s.key_id AND k.qualifiers = s.qualifiers AND k.is_plain IS NOT DISTINCT FROM s.is_plain;
INSERT INTO internal.touched_key SELECT key_id FROM new_key;
DELETE FROM internal.fact_key WHERE key_id IN (SELECT key_id FROM new_key);
INSERT INTO internal.fact_key FROM new_key;

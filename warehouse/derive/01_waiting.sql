-- Touches the keys that wait for a later page, where their document has one: a value that is not stated any more until
-- a whole page shows its absence, and a held value until a page states it again.
INSERT INTO touched_key
SELECT key_id FROM (
    SELECT key_id, missing_since, last_page_seq
    FROM value_period QUALIFY span_number = max(span_number) OVER (PARTITION BY key_id)
)
JOIN fact_key USING (key_id)
SEMI JOIN touched_document USING (source, document)
WHERE last_page_seq IS NOT NULL AND missing_since IS NULL
UNION
SELECT key_id FROM gate JOIN fact_key USING (key_id)
SEMI JOIN touched_document USING (source, document)
WHERE accepted_at IS NULL;
DELETE FROM touched_document;

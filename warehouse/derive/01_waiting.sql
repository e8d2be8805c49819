-- Touches the keys that wait for a later page, where their document has one: a value that is not stated any more until
-- two whole pages show its absence.
INSERT INTO internal.touched_key
SELECT key_id FROM (
    SELECT key_id, gone_since, last_page_seq
    FROM internal.value_period QUALIFY span_number = max(span_number) OVER (PARTITION BY key_id)
)
JOIN internal.fact_key USING (key_id)
SEMI JOIN internal.touched_document USING (source, document)
WHERE last_page_seq IS NOT NULL AND gone_since IS NULL;

-- What a gate may judge otherwise beside a new page (04_judged_again): values that are held, or were until after the
-- oldest new page, and prices by others that were new about when it was.
CREATE OR REPLACE TEMP TABLE new_page AS FROM internal.touched_document;
CREATE OR REPLACE TEMP TABLE judged_beside_others AS
SELECT key_id FROM internal.gate
WHERE EXISTS (FROM new_page) AND (accepted_at IS NULL OR accepted_at >= (SELECT min(since) FROM new_page))
UNION
SELECT p.key_id
FROM internal.value_period p
JOIN internal.fact_key k USING (key_id)
JOIN internal.source_info s USING (source)
WHERE k.attribute = 'price' AND s.publisher <> k.provider AND p.period_number = 1
    AND p.known_from > (SELECT min(since) - INTERVAL 20 HOUR FROM new_page);
DELETE FROM internal.touched_document;

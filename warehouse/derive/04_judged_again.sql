-- Touches what gates judge again. Values that wait, and new prices, where their own document has a new page, or where a
-- new page or a touched key is about the same model or route: what others state settles them. Then the prices that
-- stand beside a touched one: gates judge the prices of a subject together. Of a key that is gone nobody knows what it
-- was about: then all that waits is judged.
INSERT INTO internal.touched_key
WITH spoken_of AS (
    SELECT DISTINCT i.model_id, i.route_id
    FROM (
        SELECT provider, subject_kind, subject_stated FROM internal.fact_key
        SEMI JOIN new_page USING (source, document)
        UNION
        SELECT provider, subject_kind, subject_stated FROM internal.fact_key
        SEMI JOIN internal.touched_key USING (key_id)
    )
    JOIN internal.identity i USING (provider, subject_kind, subject_stated)
)
SELECT k.key_id
FROM judged_beside_others
JOIN internal.fact_key k USING (key_id)
JOIN internal.identity i USING (provider, subject_kind, subject_stated)
WHERE k.key_id NOT IN (FROM internal.touched_key)
    AND ((k.source, k.document) IN (SELECT (source, document) FROM new_page)
        OR i.model_id IN (SELECT model_id FROM spoken_of WHERE model_id IS NOT NULL)
        OR i.route_id IN (SELECT route_id FROM spoken_of WHERE route_id IS NOT NULL)
        OR EXISTS (FROM internal.touched_key EXCEPT SELECT key_id FROM internal.fact_key
            EXCEPT SELECT claim_id FROM internal.claim_set_aside));
INSERT INTO internal.touched_key
SELECT k.key_id FROM internal.fact_key k
SEMI JOIN (
    SELECT source, document, provider, subject_kind, subject_stated
    FROM internal.fact_key SEMI JOIN internal.touched_key USING (key_id) WHERE attribute = 'price'
) s USING (source, document, provider, subject_kind, subject_stated)
WHERE k.attribute = 'price' AND k.key_id NOT IN (FROM internal.touched_key);
DROP TABLE judged_beside_others;
DROP TABLE new_page;

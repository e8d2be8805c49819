-- Touches the prices that stand beside a touched one: gates judge the prices of a subject together.
INSERT INTO internal.touched_key
SELECT k.key_id FROM internal.fact_key k
SEMI JOIN (
    SELECT source, document, provider, subject_kind, subject_stated
    FROM internal.fact_key SEMI JOIN internal.touched_key USING (key_id) WHERE attribute = 'price'
) s USING (source, document, provider, subject_kind, subject_stated)
WHERE k.attribute = 'price' AND k.key_id NOT IN (FROM internal.touched_key);

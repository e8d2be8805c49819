-- Narrows the views to the models of which something else is known than in the generation before, attached as
-- `previous`, or for which a day turned since. The names of publishers and sellers, and all rules, must be the same
-- there, and at most a third of the models touched: else everything is made anew.
CREATE OR REPLACE TEMP TABLE touched_model AS
SELECT coalesce(n.model_id, p.model_id) AS model_id
FROM internal.current_digest n
FULL JOIN previous.internal.current_digest p USING (model_id)
WHERE n.digest IS DISTINCT FROM p.digest
UNION
SELECT model_id FROM previous.internal.current_model_day, previous.internal.ready_table
WHERE turns AND day BETWEEN ready_from AND as_of_date();
CREATE OR REPLACE TEMP TABLE kept_model AS
SELECT model_id FROM internal.current_digest
WHERE model_id IS NOT NULL AND model_id NOT IN (SELECT model_id FROM touched_model WHERE model_id IS NOT NULL);
CREATE OR REPLACE TEMP TABLE narrowed_current_fact AS
FROM internal.current_fact WHERE model_id IS NULL OR model_id IN (FROM touched_model);
CREATE OR REPLACE TEMP TABLE narrowed_fact_version AS
SELECT v.* FROM internal.fact_version v
WHERE key_id IN (
    SELECT k.key_id FROM internal.fact_key k
    JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
        AND i.subject_stated = k.subject_stated
    WHERE i.model_id IS NULL OR i.model_id IN (FROM touched_model));
SET VARIABLE is_narrowed = (
    SELECT (SELECT count(*) FROM touched_model) * 3 <= (SELECT count(*) FROM internal.current_digest)
        AND NOT EXISTS (FROM internal.applied WHERE folder <> 'identities' EXCEPT FROM previous.internal.applied)
        AND NOT EXISTS (FROM internal.provider_info EXCEPT FROM previous.internal.provider_info)
        AND NOT EXISTS (FROM previous.internal.provider_info EXCEPT FROM internal.provider_info));

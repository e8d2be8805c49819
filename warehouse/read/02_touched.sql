-- What changed since the tables of now were made last: documents that were checked or read anew, with their sources;
-- the models whose names mean something else or whose day has turned; and all models of which a touched document
-- speaks. The complete list of a seller speaks of each of its models. Where more than a third of the models are
-- renamed, or what concerns all of them is another, everything is made anew.
CREATE OR REPLACE TEMP TABLE touched AS
SELECT coalesce(n.kind, p.kind) AS kind, coalesce(n.name, p.name) AS name, coalesce(n.detail, p.detail) AS detail
FROM temp.new_digest n
FULL JOIN internal.current_digest p
    ON p.kind = n.kind AND p.name IS NOT DISTINCT FROM n.name AND p.detail IS NOT DISTINCT FROM n.detail
WHERE n.digest IS DISTINCT FROM p.digest;
CREATE OR REPLACE TEMP TABLE changed_document AS
SELECT name AS source, detail AS document FROM touched WHERE kind = 'document'
UNION
SELECT source, document FROM internal.fact_key SEMI JOIN internal.changed_key USING (key_id)
UNION
SELECT source, document FROM internal.current_fact
WHERE currency <> 'USD' AND EXISTS (FROM touched WHERE kind = 'rates');
CREATE OR REPLACE TEMP TABLE touched_source AS SELECT DISTINCT source FROM changed_document;
CREATE OR REPLACE TEMP TABLE renamed_model AS
SELECT name AS model_id FROM touched WHERE kind = 'model' AND name IS NOT NULL
UNION
SELECT model_id FROM internal.current_model_day, internal.ready_table
WHERE turns AND day BETWEEN ready_from AND as_of_date();
CREATE OR REPLACE TEMP TABLE touched_model AS
SELECT i.model_id
FROM internal.fact_key k
JOIN changed_document USING (source, document)
JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
    AND i.subject_stated = k.subject_stated
WHERE i.model_id IS NOT NULL
UNION
SELECT i.model_id
FROM internal.source_info s JOIN touched_source USING (source) JOIN internal.identity i ON i.provider = s.publisher
WHERE s.role = 'complete' AND i.model_id IS NOT NULL
UNION
FROM renamed_model;
SET VARIABLE is_whole = (
    SELECT (SELECT count(*) FROM renamed_model) * 3 > (SELECT count(*) FROM internal.model_info)
        OR EXISTS (FROM touched WHERE kind = 'rules'));

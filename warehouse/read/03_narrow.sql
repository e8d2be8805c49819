-- Takes the rows of what changed out of the tables of now, and keeps the facts of touched sources and renamed models,
-- and those of touched models, for the views to read instead of all (the macro narrowed). Their keys are found first:
-- they are few, and a check of every fact costs more than all else.
CREATE OR REPLACE TEMP TABLE narrowed_fact AS
SELECT key_id, source IN (FROM touched_source) OR coalesce(model_id IN (FROM renamed_model), FALSE) AS is_of_source,
       model_id IS NULL OR model_id IN (FROM touched_model) AS is_of_model
FROM internal.current_fact WHERE is_of_source OR is_of_model;
CREATE OR REPLACE TEMP TABLE touched_checked_fact AS
SELECT c.*, n.is_of_source, n.is_of_model FROM internal.checked_fact c JOIN temp.narrowed_fact n USING (key_id);
CREATE OR REPLACE TEMP VIEW source_checked_fact AS
SELECT * EXCLUDE (is_of_source, is_of_model) FROM temp.touched_checked_fact WHERE is_of_source;
CREATE OR REPLACE TEMP VIEW model_checked_fact AS
SELECT * EXCLUDE (is_of_source, is_of_model) FROM temp.touched_checked_fact WHERE is_of_model;
CREATE OR REPLACE TEMP TABLE narrowed_key AS
SELECT key_id FROM internal.fact_key WHERE source IN (FROM touched_source)
UNION
SELECT k.key_id FROM internal.fact_key k
JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
    AND i.subject_stated = k.subject_stated
WHERE i.model_id IN (FROM renamed_model);
CREATE OR REPLACE TEMP TABLE source_fact_version AS
FROM internal.fact_version SEMI JOIN narrowed_key USING (key_id);
DELETE FROM internal.current_prices WHERE source IN (FROM touched_source) OR model_id IN (FROM renamed_model);
DELETE FROM internal.current_cited_fact WHERE source IN (FROM touched_source) OR model_id IN (FROM renamed_model);
DELETE FROM internal.current_cited_change WHERE source IN (FROM touched_source) OR model_id IN (FROM renamed_model);
DELETE FROM internal.current_cited_price WHERE source IN (FROM touched_source) OR model_id IN (FROM renamed_model);
DELETE FROM internal.current_freshness WHERE source IN (FROM touched_source);
DELETE FROM internal.current_reviews;
DELETE FROM internal.current_cited_set_aside;
DELETE FROM internal.current_model_choice WHERE model_id IS NULL OR model_id IN (FROM touched_model);
DELETE FROM internal.current_offers WHERE model_id IS NULL OR model_id IN (FROM touched_model);
DELETE FROM internal.current_capabilities WHERE model_id IS NULL OR model_id IN (FROM touched_model);
DELETE FROM internal.current_scores WHERE model_id IS NULL OR model_id IN (FROM touched_model);
DELETE FROM internal.current_models WHERE model_id IS NULL OR model_id IN (FROM touched_model);
DELETE FROM internal.current_directory WHERE model_id IS NULL OR model_id IN (FROM touched_model);
DELETE FROM internal.current_model_day WHERE model_id IS NULL OR model_id IN (FROM touched_model);

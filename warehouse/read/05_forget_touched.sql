-- Forgets what changed: it is in the tables of now, or their transaction has failed.
SET VARIABLE narrowed_by = NULL;
SET VARIABLE ready_until = NULL;
DROP TABLE IF EXISTS temp.new_digest;
DROP TABLE IF EXISTS temp.touched;
DROP TABLE IF EXISTS temp.changed_document;
DROP TABLE IF EXISTS temp.touched_source;
DROP TABLE IF EXISTS temp.touched_model;
DROP TABLE IF EXISTS temp.renamed_model;
DROP TABLE IF EXISTS temp.narrowed_key;
DROP VIEW IF EXISTS temp.source_checked_fact;
DROP TABLE IF EXISTS temp.source_fact_version;
DROP VIEW IF EXISTS temp.model_checked_fact;
DROP TABLE IF EXISTS temp.touched_checked_fact;
DROP VIEW IF EXISTS temp.narrowed_price;
DROP TABLE IF EXISTS temp.narrowed_model_statement;
DROP TABLE IF EXISTS temp.all_checked_fact;
DROP VIEW IF EXISTS temp.all_fact_version;

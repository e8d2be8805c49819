-- All facts, for the views to read while every table of now is made anew.
CREATE OR REPLACE TEMP TABLE touched_source AS SELECT source FROM internal.source_info;
CREATE OR REPLACE TEMP TABLE all_checked_fact AS FROM internal.checked_fact;
CREATE OR REPLACE TEMP VIEW all_fact_version AS FROM internal.fact_version;
CREATE OR REPLACE TEMP TABLE touched_model AS SELECT DISTINCT model_id FROM all_checked_fact;

-- What takes no time to make of all models; models, their directory and days, made from the tables before; and the
-- days from which and until which all of these hold, for the macro ready. All of it is made in one transaction, so that
-- its day is one.
SET VARIABLE is_narrowed = FALSE;
SET VARIABLE ready_until = DATE 'infinity';
CREATE OR REPLACE TABLE internal.current_scores AS SELECT * FROM scores ORDER BY model_id;
CREATE OR REPLACE TABLE internal.current_reviews AS SELECT * FROM reviews ORDER BY model_id;
CREATE OR REPLACE TABLE internal.current_cited_set_aside AS
SELECT * FROM internal.cited_set_aside ORDER BY model_id;
CREATE OR REPLACE TABLE internal.current_freshness AS
SELECT source, attribute, tier, checked_error_days FROM freshness;
CREATE OR REPLACE TABLE internal.current_models AS SELECT * FROM models ORDER BY model_id;
CREATE OR REPLACE TABLE internal.current_directory AS SELECT * FROM internal.directory ORDER BY model_id;
CREATE OR REPLACE TABLE internal.current_model_day AS SELECT * FROM internal.model_day ORDER BY model_id, day;
CREATE OR REPLACE TABLE internal.ready_table AS
SELECT as_of_date() AS ready_from, coalesce(min(day), DATE 'infinity') AS ready_until
FROM internal.current_model_day WHERE turns AND day > as_of_date();
SET VARIABLE ready_until = NULL;

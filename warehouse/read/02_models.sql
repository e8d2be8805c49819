-- The directory and the days of models, made from the tables of now; and until which day these hold, for the macro
-- ready. All of it is made in one transaction, so that its day is one.
SET VARIABLE ready_until = DATE 'infinity';
CREATE OR REPLACE TABLE current_directory AS SELECT * FROM directory ORDER BY model_id;
CREATE OR REPLACE TABLE current_model_day AS SELECT * FROM model_day ORDER BY model_id, day;
CREATE OR REPLACE TABLE ready_table AS
SELECT coalesce(min(day), DATE 'infinity') AS ready_until FROM current_model_day WHERE turns AND day > as_of_date();
SET VARIABLE ready_until = NULL;

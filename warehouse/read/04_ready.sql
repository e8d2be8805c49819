-- The days from which and until which the tables of now hold, for the macro ready; and what they were made from.
CREATE OR REPLACE TABLE internal.ready_table AS
SELECT as_of_date() AS ready_from, coalesce(min(day), DATE 'infinity') AS ready_until
FROM internal.current_model_day WHERE turns AND day > as_of_date();
CREATE OR REPLACE TABLE internal.current_digest AS FROM temp.new_digest;
DELETE FROM internal.changed_key;

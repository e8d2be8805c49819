-- Which table a query reads for a view. What the view answers now is kept as the table current_ and its name, made when
-- a generation is published (read/), and holds until the day on which it turns, the variable ready_until. What it
-- answers as of another day may be kept while a question lasts, as the temporary table asked_ and its name, when the
-- variable kept_day names that day (queries/keep_day.sql). Where neither is there, the view itself answers.
CREATE OR REPLACE MACRO ready(view_name) AS
    CASE WHEN getvariable('as_of') IS NULL AND as_of_date() < getvariable('ready_until') THEN 'current_' || view_name
         WHEN as_of_date() = getvariable('kept_day') AND view_name IN ('model_choice', 'offers')
             THEN 'asked_' || view_name
         ELSE view_name END;

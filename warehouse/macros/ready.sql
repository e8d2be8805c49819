-- Which table a query reads for a view, public or internal.NAME. What the view answers now is kept as the table
-- internal.current_NAME, made when a generation is published (read/), and holds until the day on which it turns, the
-- variable ready_until. What it answers as of another day may be kept while a question lasts, as the temporary table
-- asked_NAME, when the variable kept_day names that day (queries/keep_day.sql). Where neither is there, the view itself
-- answers.
CREATE OR REPLACE MACRO ready(view_name) AS
    CASE WHEN getvariable('as_of') IS NULL AND as_of_date() < getvariable('ready_until')
             THEN 'internal.current_' || replace(view_name, 'internal.', '')
         WHEN as_of_date() = getvariable('kept_day')
                 AND view_name IN ('internal.model_choice', 'offers', 'capabilities')
             THEN 'asked_' || replace(view_name, 'internal.', '')
         ELSE view_name END;
-- Which tables views read for internal.model_statement and for prices that have a route: while tables of now are made,
-- what is there of these already (read/03_by_model.sql), else what is kept of the day, else the views themselves.
CREATE OR REPLACE MACRO model_statements() AS
    CASE WHEN getvariable('narrowed_by') IN ('model', 'all') THEN 'temp.narrowed_model_statement'
         WHEN as_of_date() = getvariable('statements_day') THEN 'asked_model_statement'
         ELSE 'internal.model_statement' END;
CREATE OR REPLACE MACRO offered_prices() AS
    CASE WHEN getvariable('narrowed_by') IN ('model', 'all') THEN 'temp.narrowed_price' ELSE 'prices' END;
-- Which table a view reads for an internal one of facts: its rows of what changed alone while tables of now are made of
-- these (read/03_narrow.sql), else the table itself.
CREATE OR REPLACE MACRO narrowed(table_name) AS
    coalesce('temp.' || getvariable('narrowed_by') || '_' || table_name, 'internal.' || table_name);

-- Keeps what many pages read twice as of a day for which no tables were made, until the connection is closed.
SET VARIABLE kept_day = NULL;
CREATE OR REPLACE TEMP TABLE asked_model_choice AS SELECT * FROM internal.model_choice;
CREATE OR REPLACE TEMP TABLE asked_offers AS SELECT * FROM offers;
SET VARIABLE kept_day = as_of_date();

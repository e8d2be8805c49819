-- Keeps what many pages read twice as of a day for which no tables were made, until the connection is closed.
RESET VARIABLE kept_day;
CREATE OR REPLACE TEMP TABLE asked_model_fact AS FROM model_fact;
CREATE OR REPLACE TEMP TABLE asked_offers AS FROM offers;
SET VARIABLE kept_day = as_of_date();

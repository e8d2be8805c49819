-- Keeps the facts as of a day for which no tables were made, and what many pages read twice of them, until the
-- connection is closed.
SET VARIABLE kept_day = NULL;
SET VARIABLE statements_day = NULL;
CREATE OR REPLACE TEMP TABLE asked_standing_fact AS SELECT * FROM internal.standing_fact;
SET VARIABLE kept_day = as_of_date();
CREATE OR REPLACE TEMP TABLE asked_model_statement AS SELECT * FROM internal.model_statement;
SET VARIABLE statements_day = as_of_date();
CREATE OR REPLACE TEMP TABLE asked_model_choice AS SELECT * FROM internal.model_choice;
CREATE OR REPLACE TEMP TABLE asked_offers AS SELECT * FROM offers;
CREATE OR REPLACE TEMP TABLE asked_capabilities AS SELECT * FROM capabilities;

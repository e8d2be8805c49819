-- How values are identified, converted and compared, each rule in one place.
-- The id of a fact: a hash of what it is about and of its value, so that a new value is a new fact.
CREATE OR REPLACE MACRO fact_id_of(key_id, value_text) AS
    substr(md5(key_id || '|' || value_text), 1, 16);
-- Of a token price the amount per million tokens, in its currency.
CREATE OR REPLACE MACRO per_mtok(value_number, unit) AS
    CASE WHEN unit IN ('token', '1K tokens', '1M tokens') THEN value_number END;
-- An amount in dollars, by what a unit of its currency is worth: to the five digits that a rate has.
CREATE OR REPLACE MACRO converted(amount, rate) AS
    round(amount::DOUBLE * rate::DOUBLE, 4 - floor(log10(amount::DOUBLE * rate::DOUBLE))::INTEGER)::DECIMAL(28, 12);
CREATE OR REPLACE MACRO is_before(day, text_date) AS
    substr(text_date, 1, 10) <= strftime(day, '%Y-%m-%d');
CREATE OR REPLACE MACRO utc_text(moment) AS
    strftime(moment AT TIME ZONE 'UTC', '%Y-%m-%d %H:%MZ');

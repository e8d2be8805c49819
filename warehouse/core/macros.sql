-- The day that every view is asked as of: SET VARIABLE as_of = DATE '2026-05-22' means through the end of that day, UTC.
-- Unset, it is now.
CREATE OR REPLACE MACRO as_of_end() AS
    coalesce((getvariable('as_of')::DATE + 1)::TIMESTAMPTZ, 'infinity'::TIMESTAMPTZ);
CREATE OR REPLACE MACRO as_of_date() AS
    coalesce(getvariable('as_of')::DATE, (now() AT TIME ZONE 'UTC')::DATE);
CREATE OR REPLACE MACRO as_of_now() AS
    least(as_of_end(), now());
-- The state of a gate as it was on that day: what later pages settled and persons decided was held until then.
CREATE OR REPLACE MACRO gate_at(gate_state, shown_from, decided_at) AS
    CASE WHEN gate_state = 'passed' OR decided_at < as_of_end() THEN gate_state
         WHEN shown_from < as_of_end() THEN 'confirmed' ELSE 'held' END;
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

-- Days are days in UTC, whatever the time zone of the session: these three turn moments and days into each other.
CREATE OR REPLACE MACRO utc_date(moment) AS
    (moment AT TIME ZONE 'UTC')::DATE;
CREATE OR REPLACE MACRO end_of(day) AS
    (day::DATE + 1)::TIMESTAMP AT TIME ZONE 'UTC';
CREATE OR REPLACE MACRO days_after(moment, days) AS
    moment + to_hours(24 * days);
-- The day that every view is asked as of: SET VARIABLE as_of = DATE '2026-05-22' means through the end of that day,
-- UTC. Unset, it is now.
CREATE OR REPLACE MACRO as_of_end() AS
    coalesce(end_of(getvariable('as_of')::DATE), 'infinity'::TIMESTAMPTZ);
CREATE OR REPLACE MACRO as_of_date() AS
    coalesce(getvariable('as_of')::DATE, utc_date(now()));
CREATE OR REPLACE MACRO as_of_now() AS
    least(as_of_end(), now());
-- Whether a statement is too old to speak: what a model is changes less than who sells it at which price.
CREATE OR REPLACE MACRO stale_days(attribute) AS
    CASE WHEN attribute IN ('price', 'status', 'deprecated_date', 'retired_date', 'retirement_not_before_date',
        'successor')
        THEN 180 ELSE 365 END;
CREATE OR REPLACE MACRO is_stale(attribute, last_checked_at) AS
    last_checked_at < days_after(as_of_now(), -stale_days(attribute));
-- The state of a gate as it was on that day: what later pages settled and persons decided was held until then.
CREATE OR REPLACE MACRO gate_at(gate_state, published_from, decided_at) AS
    CASE WHEN gate_state = 'passed' OR decided_at < as_of_end() THEN gate_state
         WHEN published_from < as_of_end() THEN 'confirmed' ELSE 'held' END;

-- The day that every view is asked as of: SET VARIABLE as_of = DATE '2026-05-22' means through the end of that day,
-- UTC. Unset, it is now.
CREATE OR REPLACE MACRO as_of_end() AS
    coalesce((getvariable('as_of')::DATE + 1)::TIMESTAMPTZ, 'infinity'::TIMESTAMPTZ);
CREATE OR REPLACE MACRO as_of_date() AS
    coalesce(getvariable('as_of')::DATE, (now() AT TIME ZONE 'UTC')::DATE);
CREATE OR REPLACE MACRO as_of_now() AS
    least(as_of_end(), now());
-- The state of a gate as it was on that day: what later pages settled and persons decided was held until then.
CREATE OR REPLACE MACRO gate_at(gate_state, published_from, decided_at) AS
    CASE WHEN gate_state = 'passed' OR decided_at < as_of_end() THEN gate_state
         WHEN published_from < as_of_end() THEN 'confirmed' ELSE 'held' END;

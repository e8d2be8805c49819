-- Beliefs: what is known, when it was known, when it was last confirmed, and which of it is shown. At a day D the row of a
-- key is the one with shown_from <= D < shown_to and first_seen_at <= D < next_seen_at. A held value has no shown_from:
-- the value before it stays shown.
CREATE OR REPLACE TABLE belief AS
WITH run AS (
    SELECT r.key_id, r.run_number, any_value(r.value_text) AS value_text, min(r.known_from) AS known_from,
           max(CASE WHEN is_withdrawn THEN missing_since END) AS withdrawn_at,
           any_value(g.state) AS gate_state, any_value(g.reasons) AS gate_reasons,
           CASE WHEN any_value(g.state) IS NULL THEN min(r.known_from) ELSE any_value(g.accepted_at) END AS accepted_at
    FROM value_run r
    LEFT JOIN gate g ON g.key_id = r.key_id AND g.run_number = r.run_number
    GROUP BY r.key_id, r.run_number
), shown AS (
    SELECT *, lead(known_from) OVER (PARTITION BY key_id ORDER BY run_number) AS next_known_from,
           min(accepted_at) OVER (
               PARTITION BY key_id ORDER BY run_number ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
           ) AS next_accepted_at
    FROM run
)
SELECT substr(md5(s.key_id || '|' || s.value_text), 1, 16) AS fact_id,
       s.key_id, s.run_number, r.stretch_number, s.value_text,
       s.known_from, least(s.next_known_from, s.withdrawn_at) AS known_to,
       r.first_seen_at, r.last_seen_at,
       lead(r.first_seen_at) OVER (PARTITION BY s.key_id, s.run_number ORDER BY r.stretch_number) AS next_seen_at,
       r.missing_since, r.first_place, r.last_place,
       r.value_number, r.amount, r.currency, r.unit, r.usd_per_mtok, r.measured_date,
       s.accepted_at AS shown_from,
       least(s.next_accepted_at, s.withdrawn_at) AS shown_to,
       coalesce(s.gate_state, 'passed') AS gate_state, s.gate_reasons,
       (SELECT max(d.decided_at) FROM decision d WHERE d.fact_id = substr(md5(s.key_id || '|' || s.value_text), 1, 16)) AS decided_at
FROM shown s
JOIN value_run r USING (key_id, run_number);

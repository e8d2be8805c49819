-- The versions of every fact (a slowly changing dimension of type 2): since when and until when each value was known,
-- when it was last confirmed, and when it was published. At a day D the row of a key is the one with published_from <=
-- D < published_to and first_seen_at <= D < next_seen_at. A held value has no published_from: the value before it
-- stays. A hash over all versions is kept with them: rows leave it and enter it by XOR. Most touched keys have the
-- versions that they had: what is published is made anew of the others.
CREATE OR REPLACE TEMP TABLE version_before AS
SELECT key_id, bit_xor(md5_number(v::VARCHAR)) AS content, count(*) AS versions
FROM internal.fact_version v SEMI JOIN internal.touched_key USING (key_id) GROUP BY key_id;
DELETE FROM internal.fact_version WHERE key_id IN (FROM internal.touched_key);
INSERT INTO internal.fact_version BY NAME
WITH touched_period AS (
    FROM internal.value_period SEMI JOIN internal.touched_key USING (key_id)
), period AS (
    SELECT r.key_id, r.period_number, any_value(r.value_text) AS value_text, min(r.known_from) AS known_from,
           max(CASE WHEN is_withdrawn THEN missing_since END) AS withdrawn_at,
           any_value(g.state) AS gate_state, any_value(g.reasons) AS gate_reasons,
           CASE WHEN any_value(g.state) IS NULL THEN min(r.known_from) ELSE any_value(g.accepted_at) END AS accepted_at
    FROM touched_period r
    LEFT JOIN internal.gate g ON g.key_id = r.key_id AND g.period_number = r.period_number
    GROUP BY r.key_id, r.period_number
), published AS (
    SELECT *, lead(known_from) OVER (PARTITION BY key_id ORDER BY period_number) AS next_known_from,
           min(accepted_at) OVER (
               PARTITION BY key_id ORDER BY period_number ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
           ) AS next_accepted_at
    FROM period
), decided AS (
    SELECT fact_id, max(decided_at) AS decided_at FROM internal.decision GROUP BY fact_id
)
SELECT fact_id_of(s.key_id, s.value_text) AS fact_id,
       s.key_id, s.period_number, r.span_number, s.value_text,
       s.known_from, least(s.next_known_from, s.withdrawn_at) AS known_to,
       r.first_seen_at, r.last_seen_at,
       lead(r.first_seen_at) OVER (PARTITION BY s.key_id, s.period_number ORDER BY r.span_number) AS next_seen_at,
       r.missing_since, r.gone_since, r.first_page_seq, r.last_page_seq,
       r.value_number, r.amount, r.currency, r.unit, r.usd_per_mtok, r.measured_date,
       r.is_rounded, r.is_anchored,
       s.accepted_at AS published_from,
       least(s.next_accepted_at, s.withdrawn_at) AS published_to,
       coalesce(s.gate_state, 'passed') AS gate_state, s.gate_reasons, d.decided_at
FROM published s
JOIN touched_period r USING (key_id, period_number)
LEFT JOIN decided d ON d.fact_id = fact_id_of(s.key_id, s.value_text);
CREATE OR REPLACE TEMP TABLE version_after AS
SELECT key_id, bit_xor(md5_number(v::VARCHAR)) AS content, count(*) AS versions
FROM internal.fact_version v SEMI JOIN internal.touched_key USING (key_id) GROUP BY key_id;
UPDATE internal.fact_version_hash SET
    content = xor(content, (SELECT coalesce(bit_xor(content), 0) FROM (
        SELECT content FROM version_before UNION ALL SELECT content FROM version_after))),
    versions = versions + (SELECT coalesce(sum(versions), 0) FROM version_after)
        - (SELECT coalesce(sum(versions), 0) FROM version_before);
INSERT INTO internal.changed_key
SELECT key_id FROM version_before b FULL JOIN version_after a USING (key_id)
WHERE b.content IS DISTINCT FROM a.content;
DROP TABLE version_before;
DROP TABLE version_after;

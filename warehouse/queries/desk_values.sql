-- The values of questions that wait for a person, each question by the fact's id that `to_review` gives: what is
-- proposed or leads, what is published in its place, and what others state, with quotes.
WITH question AS (SELECT unnest($questions::VARCHAR[]) AS question),
version AS (
    SELECT fact_id, any_value(key_id) AS key_id, any_value(value_text) AS value_text
    FROM internal.fact_version GROUP BY fact_id
), stated AS (
    SELECT question, question AS fact_id, FALSE AS is_published FROM question
    UNION
    SELECT q.question, c.fact_id, TRUE
    FROM question q
    JOIN version v ON v.fact_id = q.question
    JOIN internal.current_fact c USING (key_id)
    WHERE c.fact_id <> q.question
    UNION
    SELECT d.question, d.said.fact_id, FALSE
    FROM (
        SELECT statements[1].fact_id AS question, unnest(statements) AS said FROM disputes
        WHERE state = 'open' AND statements[1].fact_id IN (FROM question)
    ) d
)
SELECT s.question, s.fact_id, bool_or(s.is_published) AS is_published, any_value(v.value_text) AS value_text,
       arg_max(f.quote, coalesce(f.last_version_seq, 9223372036854775807)) AS quote, any_value(k.source) AS source,
       coalesce(any_value(p.name), any_value(i.publisher)) AS publisher
FROM stated s
JOIN version v USING (fact_id)
JOIN internal.fact_key k ON k.key_id = v.key_id
JOIN internal.source_info i ON i.source = k.source
LEFT JOIN internal.fact f ON f.key_id = v.key_id AND f.value_text = v.value_text
LEFT JOIN internal.provider_info p ON p.provider = i.publisher
GROUP BY s.question, s.fact_id
ORDER BY s.question, s.fact_id <> s.question, is_published DESC, s.fact_id;

-- What a sentence of a seller multiplies: the prices of which models, in which region. Only sentences whose meaning is
-- told here count; all of them are in facts (attribute price_rule). They name models, and mean later ones too, or give
-- the day from which on models are released.
CREATE OR REPLACE VIEW price_rules AS
WITH rule AS (
    SELECT provider, CASE provider WHEN 'anthropic' THEN 'us' END AS region, value_number AS factor,
           subject_stated AS sentence, fact_id, utc_date(last_checked_at) AS checked_date,
           regexp_extract_all(subject_stated, 'Claude [A-Z][a-z]+ \d+(?:\.\d+)?') AS names,
           strftime(try_strptime(regexp_extract(subject_stated, 'on or after ([A-Z][a-z]+ \d{1,2}, \d{4})', 1),
               '%B %d, %Y'), '%Y-%m-%d') AS stated_day
    FROM internal.fact_as_of
    WHERE attribute = 'price_rule' AND missing_since IS NULL AND review_rank < 2
        AND (provider = 'anthropic' AND regexp_matches(subject_stated, '^For Claude .*inference_geo')
            OR provider = 'openai' AND contains(subject_stated, 'data residency'))
    QUALIFY row_number() OVER (PARTITION BY provider, value_number ORDER BY last_checked_at DESC, fact_id) = 1
), maker AS (
    SELECT model_id, name, lab, released_date FROM query_table(ready('internal.directory'))
    WHERE lab IN (SELECT provider FROM rule)
), dated AS (
    SELECT r.*, coalesce(r.stated_day, n.first_named) AS from_day
    FROM rule r
    LEFT JOIN (
        SELECT r.fact_id, min(m.released_date) AS first_named
        FROM rule r
        JOIN maker m ON m.lab = r.provider AND list_contains(r.names, m.name)
        WHERE regexp_matches(r.sentence, 'later|newer')
        GROUP BY r.fact_id
    ) n USING (fact_id)
)
SELECT m.model_id, d.provider, d.region, d.factor,
       CASE WHEN contains(d.sentence, '<code>' || m.model_id || '</code>') THEN TRUE
            WHEN list_contains(d.names, m.name) THEN TRUE
            WHEN d.from_day IS NULL THEN NULL
            WHEN length(m.released_date) < 10 AND starts_with(d.from_day, m.released_date) THEN NULL
            ELSE m.released_date >= d.from_day END AS applies,
       d.sentence, d.fact_id, d.checked_date
FROM dated d
JOIN maker m ON m.lab = d.provider
WHERE applies IS NOT FALSE AND m.model_id IN (
    SELECT i.model_id FROM internal.identity i WHERE i.provider = d.provider AND i.subject_kind = 'route');
COMMENT ON VIEW price_rules IS 'One row per model and sentence of its seller that multiplies its prices in a region.';

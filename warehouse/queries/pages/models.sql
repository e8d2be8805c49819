-- Every model that is known on the day, for lists, links and neighbours.
WITH stated AS (
    SELECT model_id, any_value(value_text) FILTER (WHERE attribute = 'name') AS name,
           any_value(value_text) FILTER (WHERE attribute = 'family') AS family,
           any_value(value_text) FILTER (WHERE attribute = 'released_date') AS released_date,
           any_value(value_number) FILTER (WHERE attribute = 'context_tokens') AS context_tokens
    FROM model_fact GROUP BY model_id
)
SELECT m.model_id, coalesce(s.name, m.model_id) AS name, m.slug, m.lab, coalesce(p.name, m.lab) AS lab_name, s.family,
       s.released_date, s.context_tokens::BIGINT AS context_tokens
FROM model_info m
LEFT JOIN stated s USING (model_id)
LEFT JOIN provider_info p ON p.provider = m.lab
WHERE m.model_id IN (SELECT model_id FROM fact_as_of)
ORDER BY m.model_id;

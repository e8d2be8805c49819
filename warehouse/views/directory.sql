-- Every model that is known on the day, as lists, links and neighbours show it: with its live routes and the price of
-- its cheapest eligible one, input and output added.
CREATE OR REPLACE VIEW internal.directory AS
WITH stated AS (
    SELECT model_id, any_value(value_text) FILTER (WHERE attribute = 'name') AS name,
           any_value(value_text) FILTER (WHERE attribute = 'family') AS family,
           any_value(value_text) FILTER (WHERE attribute = 'released_date') AS released_date,
           any_value(value_number) FILTER (WHERE attribute = 'context_tokens') AS context_tokens
    FROM query_table(ready('internal.model_choice')) WHERE NOT is_tied GROUP BY model_id
), sold AS (
    SELECT model_id, count(*) FILTER (WHERE is_live AND kind = 'offer') AS live_routes,
           min(input_usd_per_mtok + output_usd_per_mtok) FILTER (WHERE standing = 'eligible') AS usd_input_plus_output
    FROM query_table(ready('offers')) GROUP BY model_id
)
SELECT m.model_id, coalesce(s.name, m.model_id) AS name, m.slug, m.lab, coalesce(p.name, m.lab) AS lab_name, s.family,
       s.released_date, s.context_tokens::BIGINT AS context_tokens, coalesce(o.live_routes, 0) AS live_routes,
       o.usd_input_plus_output
FROM internal.model_info m
LEFT JOIN stated s USING (model_id)
LEFT JOIN sold o USING (model_id)
LEFT JOIN internal.provider_info p ON p.provider = m.lab
WHERE m.model_id IN (SELECT model_id FROM internal.fact_as_of);

-- Every model that somebody sells now, those with most sellers first, with what a choice is made by, and the price
-- cards that are confirmed: seller, offer, prices per million tokens.
WITH sold AS (
    SELECT model_id, count(DISTINCT provider)::INTEGER AS sellers,
           list({'seller': provider_name, 'route_id': route_id, 'input': input_usd_per_mtok,
                 'output': output_usd_per_mtok, 'fact_id': output_fact_id}
               ORDER BY input_usd_per_mtok + output_usd_per_mtok, provider_name, output_fact_id)
               FILTER (WHERE standing = 'eligible') AS cards
    FROM query_table(ready('offers')) WHERE is_live AND kind = 'offer' GROUP BY model_id
), able AS (
    SELECT model_id, list(capability ORDER BY capability) AS capabilities
    FROM query_table(ready('capabilities')) WHERE state = 'yes' GROUP BY model_id
)
SELECT m.model_id, s.sellers, coalesce(s.cards, []) AS cards, m.context_tokens, m.max_output_tokens, m.licence,
       m.open_weights, m.released_date, m.input_modalities, coalesce(a.capabilities, []) AS capabilities
FROM query_table(ready('models')) m JOIN sold s USING (model_id) LEFT JOIN able a USING (model_id)
ORDER BY s.sellers DESC, m.model_id;

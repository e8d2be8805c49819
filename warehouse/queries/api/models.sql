-- Models by what is known of them, those with most live routes first. NULL asks for no limit.
WITH sold AS (
    SELECT model_id, count(*) FILTER (WHERE is_live AND kind = 'offer') AS live_routes,
           min(input_usd_per_mtok) FILTER (WHERE standing = 'eligible') AS least_input_usd_per_mtok,
           min(output_usd_per_mtok) FILTER (WHERE standing = 'eligible') AS least_output_usd_per_mtok
    FROM query_table(ready('offers')) GROUP BY model_id
), able AS (
    SELECT model_id, list(capability ORDER BY capability) AS capabilities
    FROM query_table(ready('capabilities')) WHERE state = 'yes' GROUP BY model_id
)
SELECT m.*, coalesce(s.live_routes, 0) AS live_routes, s.least_input_usd_per_mtok, s.least_output_usd_per_mtok,
       coalesce(a.capabilities, []) AS capabilities
FROM query_table(ready('models')) m LEFT JOIN sold s USING (model_id) LEFT JOIN able a USING (model_id)
WHERE ($lab IS NULL OR m.lab = $lab)
  AND ($min_context_tokens IS NULL OR m.context_tokens >= $min_context_tokens)
  AND ($open_weights IS NULL OR m.open_weights = $open_weights)
  AND ($capability IS NULL OR list_contains(a.capabilities, $capability))
  AND ($is_sold IS NULL OR (coalesce(s.live_routes, 0) > 0) = $is_sold)
  AND ($model IS NULL OR m.model_id = $model)
ORDER BY live_routes DESC, m.model_id
LIMIT $row_limit OFFSET $row_offset;

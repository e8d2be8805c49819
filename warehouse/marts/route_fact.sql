-- Of every route and attribute the winning statement: the seller's own before others, standing before missing, newest, most.
CREATE OR REPLACE VIEW route_fact AS
SELECT *
FROM known
WHERE route_id IS NOT NULL AND judged < 2 AND variant IS NULL AND attribute NOT IN ('price', 'capability', 'alias')
QUALIFY row_number() OVER (
    PARTITION BY route_id, attribute
    ORDER BY judged, authority, missing_since IS NOT NULL, last_checked_at::DATE DESC, value_text, fact_id
) = 1;
COMMENT ON VIEW route_fact IS 'One row a route and attribute: the statement that wins.';

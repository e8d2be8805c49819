-- Of every route and attribute the winning statement: the seller's own before others, standing before missing, newest,
-- most.
CREATE OR REPLACE VIEW internal.route_fact AS
SELECT *
FROM internal.fact_as_of
WHERE route_id IS NOT NULL AND review_rank < 2 AND variant IS NULL AND attribute NOT IN ('price', 'capability', 'alias')
QUALIFY row_number() OVER (
    PARTITION BY route_id, attribute
    ORDER BY review_rank, authority, missing_since IS NOT NULL, utc_date(last_checked_at) DESC, value_text, fact_id
) = 1;
COMMENT ON VIEW internal.route_fact IS 'One row per route and attribute: the statement that wins.';

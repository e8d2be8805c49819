-- Every route with its standard input and output price: the price that wins, whether it may be a headline, and why not.
-- A headline takes live routes whose price the seller itself states, or two independent lineages alike: aggregators
-- copy from each other, so that several of them are one witness. Where a seller prices by region, its cheapest region
-- stands for the route: input and output of one and the same.
CREATE OR REPLACE VIEW offers AS
WITH candidate AS (
    SELECT route_id, meter, region, usd_per_mtok, exchange_rate, review_rank, authority, lineage, fact_id,
           missing_since, last_checked_at, held_value, source
    FROM prices
    WHERE tier = 'standard' AND meter IN ('input', 'output') AND in_effect AND usd_per_mtok IS NOT NULL
      AND (is_plain OR is_regional) AND context_from_tokens IS NULL AND route_id IS NOT NULL AND review_rank < 2
), backed AS (
    SELECT c.*, count(DISTINCT CASE WHEN missing_since IS NULL THEN lineage END) OVER (
               PARTITION BY route_id, region, meter, usd_per_mtok
           ) AS lineages
    FROM candidate c
), winner AS (
    SELECT * FROM backed
    QUALIFY row_number() OVER (PARTITION BY route_id, region, meter
        ORDER BY review_rank, authority, missing_since IS NOT NULL, exchange_rate IS NOT NULL,
            last_checked_at::DATE DESC, usd_per_mtok, fact_id) = 1
), pair AS (
    SELECT route_id, region,
           any_value(usd_per_mtok) FILTER (WHERE meter = 'input') AS input_usd_per_mtok,
           any_value(usd_per_mtok) FILTER (WHERE meter = 'output') AS output_usd_per_mtok,
           any_value(fact_id) FILTER (WHERE meter = 'input') AS input_fact_id,
           any_value(fact_id) FILTER (WHERE meter = 'output') AS output_fact_id,
           bool_and(authority = 0 OR lineages >= 2) AS is_backed, bool_or(held_value IS NOT NULL) AS is_held,
           max(authority) AS authority, max(missing_since) AS missing_since, min(last_checked_at) AS last_checked_at,
           string_agg(DISTINCT source, ', ' ORDER BY source) AS source
    FROM winner GROUP BY route_id, region
    QUALIFY row_number() OVER (PARTITION BY route_id
        ORDER BY input_usd_per_mtok + output_usd_per_mtok IS NULL, max(missing_since) IS NOT NULL, max(authority),
            region IS NOT NULL,
                 input_usd_per_mtok + output_usd_per_mtok, region) = 1
)
SELECT r.route_id, r.model_id, r.provider, r.provider_name, r.provider_model_id, r.route_variant, p.region, r.status,
       p.input_usd_per_mtok, p.output_usd_per_mtok, p.input_fact_id, p.output_fact_id, p.source AS price_source,
       p.last_checked_at AS price_checked_at, coalesce(p.is_held, FALSE) AS is_held,
       CASE WHEN r.status IN ('retired', 'delisted') THEN r.status
            WHEN p.input_usd_per_mtok IS NULL OR p.output_usd_per_mtok IS NULL THEN 'price not sourced'
            WHEN p.missing_since IS NOT NULL THEN 'price missing'
            WHEN NOT p.is_backed THEN 'stated once'
            ELSE 'eligible' END AS standing,
       CASE WHEN r.status = 'retired' THEN coalesce(r.retired_date, strftime(r.last_checked_at, '%Y-%m-%d'))
            WHEN r.status = 'delisted' THEN strftime(r.missing_since, '%Y-%m-%d')
            WHEN p.missing_since IS NOT NULL THEN strftime(p.missing_since, '%Y-%m-%d') END AS ended_date,
       r.retired_date, r.successor,
       coalesce(p.is_backed, FALSE) OR (r.status = 'delisted' AND r.authority = 0) AS was_backed,
       r.state, r.source, r.fact_id, r.first_seen_at, r.last_checked_at, r.missing_since, r.last_reviewed_at
FROM routes r LEFT JOIN pair p USING (route_id);
COMMENT ON VIEW offers IS 'One row per route with its standard price, and whether that price may be a headline.';

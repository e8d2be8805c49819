-- Every stated price, one row per source, scheduled ones included. in_effect says whether it is what is asked on the
-- day: inside its dates, not replaced by one that its newest page announces for a day since (whatever the hours that
-- one holds), and not gone from a page that states other prices of the route.
CREATE OR REPLACE VIEW prices AS
WITH priced AS (
    SELECT *, min(CASE WHEN is_on_newest_page THEN valid_from END) OVER (
               PARTITION BY source, document, provider, subject_kind, subject_stated, meter, tier, context_from_tokens,
                   context_to_tokens, lifetime, modality, variant, region, mode, price_class, plan
               ORDER BY coalesce(valid_from, DATE '0001-01-01')
               RANGE BETWEEN INTERVAL 1 DAY FOLLOWING AND UNBOUNDED FOLLOWING) AS superseded_from,
           NOT is_on_newest_page AND bool_or(is_on_newest_page) OVER (
               PARTITION BY source, document, coalesce(route_id, provider || subject_stated)) AS is_dropped
    FROM internal.fact_as_of WHERE attribute = 'price'
)
SELECT k.route_id, k.provider, r.provider_model_id, k.subject_stated AS stated_name, k.model_id, k.subject_kind,
       k.meter, k.tier, k.context_from_tokens, k.context_to_tokens, k.lifetime, k.modality, k.variant,
       k.band_rule, k.region, k.mode, k.hours, k.price_class, k.plan, k.is_plain,
       k.region IS NOT NULL AND coalesce(k.modality, 'text') = 'text'
           AND coalesce(k.variant, k.mode, k.hours, k.price_class, k.plan) IS NULL AS is_regional,
       k.qualifiers, k.currency, k.amount, k.unit, k.usd_per_mtok, k.exchange_rate, k.exchange_rate_date, k.valid_from,
       k.valid_to, k.superseded_from,
       (k.valid_from IS NULL OR k.valid_from <= as_of_date()) AND (k.valid_to IS NULL OR k.valid_to > as_of_date())
           AND (k.superseded_from IS NULL OR k.superseded_from > as_of_date()) AND NOT k.is_dropped AS in_effect,
       k.review_rank, k.review_rank AS judged, k.authority, k.publisher, k.lineage, k.held_value, k.held_because,
           k.state,
       k.source, k.document, k.fact_id, k.first_seen_at, k.last_checked_at, k.missing_since, k.anchored_since,
       k.last_reviewed_at,
       is_stale('price', k.last_checked_at) AS is_stale
FROM priced k
LEFT JOIN internal.route_spelling r USING (route_id);
COMMENT ON VIEW prices IS 'One row per stated price and source, scheduled prices included.';

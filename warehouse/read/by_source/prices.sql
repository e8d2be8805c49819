-- The prices that offers are made of: those that have a route and that nobody rejected.
SELECT model_id, route_id, stated_name, meter, tier, lifetime, modality, variant, is_plain, is_regional, region, mode,
       hours, price_class, plan, band_rule, context_from_tokens, context_to_tokens, qualifiers, currency, amount, unit,
       usd_per_mtok, exchange_rate, exchange_rate_date, valid_from, valid_to, superseded_from, in_effect, review_rank,
       authority, publisher, source, document, held_value, is_stale, fact_id, last_checked_at, missing_since
FROM prices WHERE route_id IS NOT NULL AND review_rank < 2
ORDER BY model_id

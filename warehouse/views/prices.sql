-- Every stated price, one row per source, scheduled ones included; in_effect says whether the day asked for is inside.
CREATE OR REPLACE VIEW prices AS
SELECT k.route_id, k.provider, r.provider_model_id, k.subject_stated AS stated_name, k.model_id, k.subject_kind,
       k.meter, k.tier, k.context_from_tokens, k.context_to_tokens, k.lifetime, k.modality, k.variant,
       k.band_rule, k.region, k.mode, k.hours, k.price_class, k.plan, k.is_plain,
       k.region IS NOT NULL AND coalesce(k.modality, 'text') = 'text'
           AND coalesce(k.variant, k.mode, k.hours, k.price_class, k.plan) IS NULL AS is_regional,
       k.qualifiers, k.currency, k.amount, k.unit, k.usd_per_mtok, k.exchange_rate, k.exchange_rate_date, k.valid_from,
       k.valid_to, (k.valid_from IS NULL OR k.valid_from <= as_of_date())
       AND (k.valid_to IS NULL OR k.valid_to > as_of_date()) AS in_effect, k.review_rank, k.review_rank AS judged,
           k.authority, k.publisher, k.lineage, k.held_value, k.held_because,
       k.state, k.source, k.fact_id, k.first_seen_at, k.last_checked_at, k.missing_since, k.last_reviewed_at
FROM fact_as_of k
LEFT JOIN route_spelling r USING (route_id)
WHERE k.attribute = 'price';
COMMENT ON VIEW prices IS 'One row per stated price and source, scheduled prices included.';

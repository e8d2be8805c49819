-- Every stated price of the routes of the models asked for, those in effect and those to come, best authority first.
-- One without an amount is stated not to be offered.
SELECT model_id, route_id, meter, tier, lifetime, modality, variant, is_plain, is_regional, region, context_from_tokens,
       context_to_tokens, qualifiers, currency, amount, unit, usd_per_mtok, exchange_rate_date, valid_from,
       in_effect, authority, fact_id, missing_since
FROM query_table(ready('prices'))
WHERE model_id IN (SELECT unnest($models)) AND route_id IS NOT NULL AND review_rank < 2
  AND (in_effect OR valid_from > as_of_date())
ORDER BY model_id, route_id, meter, qualifiers, review_rank, authority, missing_since IS NOT NULL,
    exchange_rate IS NOT NULL, last_checked_at::DATE DESC, usd_per_mtok, fact_id;

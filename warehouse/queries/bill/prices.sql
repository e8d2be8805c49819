-- Every price of the offers of the models asked for that a bill may take: not rejected, of the list, under no plan.
SELECT fact_id, route_id, stated_name, meter, tier, context_from_tokens, context_to_tokens, lifetime, modality, variant,
       band_rule, region, mode, hours, currency, amount, unit, usd_per_mtok, exchange_rate, valid_from, valid_to,
       superseded_from, in_effect, authority, publisher, source, document, held_value,
       utc_date(last_checked_at) AS checked, utc_date(missing_since) AS missing_since, is_stale
FROM query_table(ready('prices'))
WHERE model_id IN (SELECT unnest($models)) AND route_id IS NOT NULL AND review_rank < 2 AND price_class IS NULL
    AND plan IS NULL
ORDER BY route_id, source, document, fact_id;

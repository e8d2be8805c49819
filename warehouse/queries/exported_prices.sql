-- Every stated price of the sellers asked for, or of all, with its receipt and what is known of its route. is_on_card
-- says whether the card of the route is of its document and under its name: there is one card for each tier, region,
-- mode, class, plan and variant, and for each meter that counts no tokens; the standard one is that of the view offers.
WITH headline AS (
    SELECT p.route_id, p.source, p.document
    FROM query_table(ready('offers')) o
    JOIN query_table(ready('prices')) p ON p.fact_id = coalesce(o.input_fact_id, o.output_fact_id)
), stated AS (
    SELECT p.* EXCLUDE (provider_model_id), o.provider_model_id, o.id_by_others, o.standing, o.is_live, o.status,
           p.in_effect AND p.review_rank < 2 AND p.missing_since IS NULL AND NOT p.is_stale AS is_usable,
           CASE WHEN p.unit NOT IN ('token', '1K tokens', '1M tokens', '10B tokens') THEN p.meter END AS other_meter,
           h.source IS NOT NULL AS is_of_headline
    FROM prices p
    LEFT JOIN query_table(ready('offers')) o ON o.route_id = p.route_id
    LEFT JOIN headline h ON h.route_id = p.route_id AND h.source = p.source AND h.document = p.document
    WHERE $providers IS NULL OR list_contains($providers::VARCHAR[], p.provider)
), ranked AS (
    SELECT *, first_value({'source': source, 'document': document, 'stated_name': stated_name}) OVER (
        PARTITION BY coalesce(route_id, fact_id), tier, region, mode, price_class, plan, variant, other_meter
        ORDER BY NOT is_usable, NOT is_of_headline, authority, exchange_rate IS NOT NULL,
            utc_date(last_checked_at) DESC, source, document,
            stated_name IS DISTINCT FROM coalesce(provider_model_id, id_by_others), length(stated_name),
            stated_name) AS card
    FROM stated
)
SELECT r.provider, r.route_id, r.subject_kind, r.stated_name, r.publisher, r.meter, r.tier, r.context_from_tokens,
       r.context_to_tokens, r.lifetime, r.modality, r.variant, r.band_rule, r.region, r.mode, r.hours, r.price_class,
       r.plan, r.qualifiers, r.currency, r.amount, r.unit, r.usd_per_mtok, r.valid_from, r.valid_to, r.superseded_from,
       r.in_effect, r.review_rank, r.authority, r.held_value, r.held_because, r.is_stale, r.missing_since,
       r.is_live, r.status, r.standing, r.card.source = r.source AND r.card.document = r.document
           AND r.card.stated_name = r.stated_name AS is_on_card,
       r.card.source AS card_source, r.card.stated_name AS card_name, r.source, r.document, r.fact_id, f.quote,
       f.locator, f.url, r.first_seen_at, r.last_checked_at
FROM ranked r JOIN facts f USING (fact_id)
ORDER BY r.provider, r.route_id, r.stated_name, r.meter, r.tier, r.context_from_tokens NULLS FIRST, r.lifetime,
    r.modality, r.qualifiers, r.source, r.fact_id;

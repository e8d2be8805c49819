-- What stands against handing some prices on, by fact: what waits for a person, what was not confirmed, and whether
-- the catalog has seen the seller ask something else for the same thing before.
SELECT p.fact_id, p.review_rank, p.held_value, p.held_because, p.missing_since, p.is_stale, p.price_class, p.valid_from,
       p.valid_to, r.status, coalesce(r.is_live, FALSE) AS is_live,
       EXISTS(SELECT 1 FROM disputes d
               WHERE d.route_id = p.route_id AND d.attribute = 'price' AND d.state = 'open' AND d.meter = p.meter
                   AND d.qualifiers = coalesce(p.qualifiers, '')) AS is_disputed,
       EXISTS(SELECT 1 FROM price_history h
               WHERE h.route_id = p.route_id AND h.source = p.source AND h.document = p.document AND h.meter = p.meter
                   AND h.qualifiers IS NOT DISTINCT FROM p.qualifiers AND h.currency = p.currency
                   AND h.usd_per_mtok <> p.usd_per_mtok) AS has_changed
FROM prices p LEFT JOIN routes r ON r.route_id = p.route_id
WHERE list_contains($facts::VARCHAR[], p.fact_id)
ORDER BY p.fact_id;

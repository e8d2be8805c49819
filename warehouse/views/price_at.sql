-- What the text tokens of one request cost on each live offer of a seller: the rules of docs/cost.md for tokens, tiers,
-- bands, lifetimes, regions, hours and modes, in SQL. usd_from and usd_to differ where something that is not given
-- decides; both are NULL where a price is not known, which missing names. A marginal band is not known here. Amounts
-- are DOUBLE: `cardkeep cost` and the function of this name count without rounding.
CREATE OR REPLACE MACRO price_at(of_model, at_seller, input_tokens := 0, output_tokens := 0, cache_read_tokens := 0,
                                 cache_write_5m_tokens := 0, cache_write_1h_tokens := 0, in_tier := 'standard',
                                 in_region := NULL) AS TABLE
WITH offered AS (
    SELECT o.route_id, o.provider, o.model_id, h.source AS head_source, h.document AS head_document
    FROM offers o
    LEFT JOIN (SELECT DISTINCT fact_id, source, document FROM prices) h
        ON h.fact_id = coalesce(o.input_fact_id, o.output_fact_id)
    WHERE o.model_id = of_model AND o.provider = at_seller AND o.is_live AND o.kind = 'offer'
), quantity AS (
    SELECT unnest(['input', 'output', 'cache_read', 'cache_write', 'cache_write']) AS meter,
           unnest([NULL, NULL, NULL, '5m', '1h']) AS asked_lifetime,
           unnest([input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens,
               cache_write_1h_tokens])::BIGINT AS tokens
), used AS (
    SELECT * FROM quantity WHERE tokens > 0
), stated AS (
    SELECT p.*, o.head_source = p.source AND o.head_document = p.document AS is_head
    FROM prices p
    JOIN offered o USING (route_id)
    WHERE p.in_effect AND p.tier = in_tier AND p.review_rank < 2
        AND coalesce(p.variant, p.price_class, p.plan) IS NULL
        AND p.meter IN ('input', 'output', 'cache_read', 'cache_write', 'reasoning')
), page AS (
    SELECT route_id, source, document
    FROM stated
    GROUP BY route_id, source, document
    QUALIFY row_number() OVER (PARTITION BY route_id
        ORDER BY bool_and(usd_per_mtok IS NULL), bool_or(is_head) IS NOT TRUE, bool_and(missing_since IS NOT NULL),
            bool_and(is_stale), min(authority), -count(DISTINCT meter), max(utc_date(last_checked_at)) DESC,
            source, document) = 1
), of_page AS (
    SELECT s.*
    FROM stated s
    JOIN page USING (route_id, source, document)
    QUALIFY s.missing_since IS NULL OR bool_and(s.missing_since IS NOT NULL) OVER (PARTITION BY route_id)
), usable AS (
    SELECT *
    FROM of_page
    WHERE coalesce(modality, 'text') = 'text' AND coalesce(unit, 'token') IN ('token', '1K tokens', '1M tokens')
        AND meter IN (SELECT meter FROM used)
    QUALIFY modality IS NOT NULL OR bool_and(modality IS NULL) OVER (PARTITION BY route_id, meter)
), meters AS (
    -- How many meters have a price that does not depend on each condition.
    SELECT route_id, count(DISTINCT meter) AS all_meters,
           count(DISTINCT meter) FILTER (WHERE region IS NULL) AS without_region,
           count(DISTINCT meter) FILTER (WHERE hours IS NULL) AS without_hours,
           count(DISTINCT meter) FILTER (WHERE mode IS NULL) AS without_mode
    FROM usable
    GROUP BY route_id
), named_region AS (
    SELECT DISTINCT route_id, region
    FROM usable
    WHERE region IS NOT NULL AND (in_region IS NULL OR list_contains(
        [lower(trim(part)) FOR part IN [region] || string_split(region, ',')], lower(trim(in_region))))
), rule AS (
    SELECT o.route_id, r.factor, r.applies, r.fact_id
    FROM price_rules r
    JOIN offered o ON o.model_id = r.model_id AND o.provider = r.provider
    WHERE in_region IS NULL OR (CASE WHEN r.region IS NULL THEN lower(trim(in_region)) <> 'global'
        ELSE lower(trim(in_region)) = r.region END)
), region_choice AS (
    SELECT route_id, region, 1 AS factor, NULL AS rule_id FROM named_region
    UNION ALL
    SELECT m.route_id, NULL, 1, NULL
    FROM meters m
    WHERE CASE WHEN in_region IS NULL THEN m.without_region = m.all_meters
        ELSE m.route_id NOT IN (SELECT route_id FROM named_region)
            AND m.route_id NOT IN (SELECT route_id FROM rule WHERE applies) END
    UNION ALL
    SELECT route_id, NULL, factor, fact_id
    FROM rule
    WHERE in_region IS NULL OR route_id NOT IN (SELECT route_id FROM named_region)
), way AS (
    SELECT c.*, h.hours, d.mode, row_number() OVER () AS way_id
    FROM region_choice c
    JOIN (SELECT DISTINCT route_id, hours FROM usable WHERE hours IS NOT NULL
        UNION ALL SELECT route_id, NULL FROM meters WHERE without_hours = all_meters) h USING (route_id)
    JOIN (SELECT DISTINCT route_id, mode FROM usable WHERE mode IS NOT NULL
        UNION ALL SELECT route_id, NULL FROM meters WHERE without_mode = all_meters) d USING (route_id)
), fitting AS (
    SELECT w.way_id, w.route_id, q.meter, q.asked_lifetime, q.tokens, u.usd_per_mtok, u.fact_id, w.rule_id,
           CASE WHEN u.region IS NULL THEN w.factor ELSE 1 END AS factor, u.band_rule
    FROM way w
    JOIN usable u ON u.route_id = w.route_id AND (u.region IS NULL OR u.region = w.region)
        AND (u.hours IS NULL OR u.hours = w.hours) AND (u.mode IS NULL OR u.mode = w.mode)
    JOIN used q ON q.meter = u.meter AND (u.lifetime IS NULL OR q.asked_lifetime IS NULL
        OR u.lifetime = q.asked_lifetime)
    WHERE coalesce(u.context_from_tokens, 0) <= (SELECT coalesce(sum(tokens) FILTER (WHERE meter <> 'output'), 0)
            FROM used)
        AND (u.context_to_tokens IS NULL OR u.context_to_tokens > (
            SELECT coalesce(sum(tokens) FILTER (WHERE meter <> 'output'), 0) FROM used))
    QUALIFY rank() OVER (PARTITION BY w.way_id, q.meter, q.asked_lifetime
        ORDER BY u.region IS NULL, u.hours IS NULL, u.mode IS NULL,
            q.asked_lifetime IS NOT NULL AND u.lifetime IS NULL,
            coalesce(u.context_from_tokens, 0) DESC, coalesce(u.context_to_tokens, 9e18::BIGINT)) = 1
), charged AS (
    SELECT way_id, meter, asked_lifetime,
           min(usd_per_mtok::DOUBLE * tokens * factor::DOUBLE) / 1000000 AS usd_from,
           max(usd_per_mtok::DOUBLE * tokens * factor::DOUBLE) / 1000000 AS usd_to,
           bool_and(usd_per_mtok IS NOT NULL AND band_rule IS DISTINCT FROM 'marginal') AS is_known,
           list(DISTINCT fact_id)
               || coalesce(list(DISTINCT rule_id) FILTER (WHERE rule_id IS NOT NULL AND factor <> 1), []) AS fact_ids
    FROM fitting
    GROUP BY ALL
), way_cost AS (
    SELECT w.route_id, w.way_id, sum(c.usd_from) AS usd_from, sum(c.usd_to) AS usd_to,
           flatten(list(c.fact_ids)) AS fact_ids
    FROM way w
    JOIN charged c USING (way_id)
    GROUP BY ALL
    HAVING count(*) FILTER (WHERE c.is_known) = (SELECT count(*) FROM used)
)
SELECT o.route_id, min(w.usd_from) AS usd_from, max(w.usd_to) AS usd_to,
       CASE WHEN count(w.way_id) = 0 THEN (
           SELECT coalesce(string_agg(DISTINCT q.meter, ', ' ORDER BY q.meter), 'a price') FROM used q
           WHERE NOT EXISTS (SELECT 1 FROM fitting f WHERE f.route_id = o.route_id AND f.meter = q.meter)) END
           AS missing,
       list_sort(list_distinct(flatten(list(w.fact_ids)))) AS fact_ids
FROM offered o
LEFT JOIN way_cost w USING (route_id)
GROUP BY o.route_id;

-- Every route with its price card, whether that may be a headline, and why not. A card is what one document states for
-- the route: input, output, cache, batch and the next band; nothing is put together from two. The seller's own goes
-- first among fresh ones. Where its prices depend on a region, an hour or a mode (thinking or not), the plain card or
-- the cheapest stands for the route, beside the dearest. A headline takes a live route whose price the seller itself
-- states, or two publishers alike, to half a percent.
CREATE OR REPLACE VIEW offers AS
WITH candidate AS (
    SELECT route_id, source, document, publisher, meter, tier, region, hours, mode, context_from_tokens, lifetime,
        usd_per_mtok,
           exchange_rate, review_rank, authority, fact_id, missing_since, last_checked_at, held_value, is_stale
    FROM query_table(offered_prices())
    WHERE in_effect AND usd_per_mtok IS NOT NULL AND route_id IS NOT NULL AND review_rank < 2
        AND meter IN ('input', 'output', 'cache_read', 'cache_write') AND tier IN ('standard', 'batch')
        AND coalesce(modality, 'text') = 'text' AND coalesce(variant, price_class, plan) IS NULL
), plain AS (
    SELECT * FROM candidate
    WHERE tier = 'standard' AND context_from_tokens IS NULL AND (lifetime IS NULL OR lifetime = '5m')
), base AS (
    -- A meter that does not depend on the mode is on the card of each mode that its page names.
    FROM plain
    UNION ALL BY NAME
    SELECT p.* REPLACE (m.mode AS mode)
    FROM plain p
    JOIN (SELECT DISTINCT route_id, source, document, region, hours, mode FROM plain WHERE mode IS NOT NULL) m
        ON m.route_id = p.route_id AND m.source = p.source AND m.document = p.document
        AND m.region IS NOT DISTINCT FROM p.region AND m.hours IS NOT DISTINCT FROM p.hours
    WHERE p.mode IS NULL AND NOT EXISTS (
        FROM plain s
        WHERE s.route_id = p.route_id AND s.source = p.source AND s.document = p.document
            AND s.region IS NOT DISTINCT FROM p.region AND s.hours IS NOT DISTINCT FROM p.hours
            AND s.meter = p.meter AND s.mode = m.mode)
), backed AS (
    SELECT b.*, coalesce(w.publishers, 0) AS publishers
    FROM base b
    LEFT JOIN (
        -- Who states it alike, but who only copies another of them: a table that writes 2.99999 means 3.
        SELECT a.route_id, a.region, a.hours, a.mode, a.meter, a.usd_per_mtok,
               list(DISTINCT o.publisher) AS all_publishers,
               len(all_publishers) - (
                   SELECT count(DISTINCT c.publisher) FROM internal.copying c
                   WHERE list_contains(all_publishers, c.publisher) AND list_contains(all_publishers, c.copied)
               ) AS publishers
        FROM (SELECT DISTINCT route_id, region, hours, mode, meter, usd_per_mtok FROM base) a
        JOIN base o ON o.route_id = a.route_id AND o.meter = a.meter AND o.region IS NOT DISTINCT FROM a.region
            AND o.hours IS NOT DISTINCT FROM a.hours AND o.mode IS NOT DISTINCT FROM a.mode
        WHERE o.missing_since IS NULL AND NOT o.is_stale
            AND abs(o.usd_per_mtok - a.usd_per_mtok) <= 0.005 * a.usd_per_mtok
        GROUP BY ALL
    ) w ON w.route_id = b.route_id AND w.meter = b.meter AND w.region IS NOT DISTINCT FROM b.region
        AND w.hours IS NOT DISTINCT FROM b.hours AND w.mode IS NOT DISTINCT FROM b.mode
        AND w.usd_per_mtok = b.usd_per_mtok
), card AS (
    SELECT route_id, source, document, region, hours, mode, any_value(publisher) AS publisher, any_value(authority)
        AS authority,
           min(usd_per_mtok) FILTER (WHERE meter = 'input') AS input_usd_per_mtok,
           min(usd_per_mtok) FILTER (WHERE meter = 'output') AS output_usd_per_mtok,
           min(usd_per_mtok) FILTER (WHERE meter = 'cache_read') AS cache_read_usd_per_mtok,
           min(usd_per_mtok) FILTER (WHERE meter = 'cache_write') AS cache_write_usd_per_mtok,
           arg_min(fact_id, (usd_per_mtok, fact_id)) FILTER (WHERE meter = 'input') AS input_fact_id,
           arg_min(fact_id, (usd_per_mtok, fact_id)) FILTER (WHERE meter = 'output') AS output_fact_id,
           input_usd_per_mtok IS NOT NULL AND output_usd_per_mtok IS NOT NULL AS is_pair,
           bool_and(authority = 0 OR publishers >= 2) FILTER (WHERE meter IN ('input', 'output')) AS is_backed,
           min(publishers) FILTER (WHERE meter IN ('input', 'output')) AS publishers,
           bool_or(held_value IS NOT NULL) AS is_held, min(review_rank) AS review_rank,
           max(missing_since) AS missing_since, min(last_checked_at) AS last_checked_at, bool_and(is_stale) AS is_stale,
           bool_or(exchange_rate IS NOT NULL) AS is_converted
    FROM backed
    GROUP BY route_id, source, document, region, hours, mode
), ranked AS (
    -- Free is a plan, no price: it stands for a route only where nothing else does. Of the pages of a month the one
    -- that states most is taken.
    SELECT *, input_usd_per_mtok + output_usd_per_mtok AS usd_both,
           last_checked_at <= max(last_checked_at) OVER (PARTITION BY route_id, authority) - INTERVAL 30 DAY
               AS is_older,
           (cache_read_usd_per_mtok IS NOT NULL)::INTEGER + (cache_write_usd_per_mtok IS NOT NULL)::INTEGER
               AS further_meters
    FROM card
), headline AS (
    SELECT * FROM ranked
    QUALIFY row_number() OVER (PARTITION BY route_id
        ORDER BY review_rank, NOT is_pair, missing_since IS NOT NULL, is_stale, authority, NOT is_backed,
            usd_both = 0, region IS NOT NULL, hours IS NOT NULL, mode IS NOT NULL, is_converted, is_older,
            further_meters DESC, utc_date(last_checked_at) DESC, usd_both,
            region, hours, mode, source, document) = 1
), dearest AS (
    SELECT r.route_id, count(*) AS cards, max(r.input_usd_per_mtok) AS input_usd_per_mtok,
           max(r.output_usd_per_mtok) AS output_usd_per_mtok,
           concat_ws(' and ', CASE WHEN count(DISTINCT coalesce(r.region, '')) > 1 THEN 'region' END,
               CASE WHEN count(DISTINCT coalesce(r.hours, '')) > 1 THEN 'hour' END,
               CASE WHEN count(DISTINCT coalesce(r.mode, '')) > 1 THEN 'mode' END) AS depends_on
    FROM ranked r
    JOIN headline h USING (route_id, source, document)
    WHERE r.is_pair AND r.missing_since IS NOT DISTINCT FROM h.missing_since
    GROUP BY r.route_id
), further AS (
    SELECT c.route_id,
           min(c.usd_per_mtok) FILTER (WHERE c.tier = 'batch' AND c.meter = 'input' AND c.context_from_tokens IS NULL)
               AS batch_input_usd_per_mtok,
           min(c.usd_per_mtok) FILTER (WHERE c.tier = 'batch' AND c.meter = 'output' AND c.context_from_tokens IS NULL)
               AS batch_output_usd_per_mtok,
           min(c.context_from_tokens) FILTER (WHERE c.tier = 'standard') AS next_band_from_tokens,
           arg_min(c.usd_per_mtok, c.context_from_tokens) FILTER (WHERE c.tier = 'standard' AND c.meter = 'input'
               AND c.context_from_tokens IS NOT NULL) AS next_band_input_usd_per_mtok,
           arg_min(c.usd_per_mtok, c.context_from_tokens) FILTER (WHERE c.tier = 'standard' AND c.meter = 'output'
               AND c.context_from_tokens IS NOT NULL) AS next_band_output_usd_per_mtok
    FROM candidate c
    JOIN headline h ON h.route_id = c.route_id AND h.source = c.source AND h.document = c.document
        AND h.region IS NOT DISTINCT FROM c.region AND h.hours IS NOT DISTINCT FROM c.hours
        AND coalesce(c.mode = h.mode, c.mode IS NULL)
        AND h.missing_since IS NOT DISTINCT FROM c.missing_since
    GROUP BY c.route_id
), contradiction AS (
    -- Another publisher that is read later than the seller and states another number for the same.
    SELECT h.route_id, string_agg(DISTINCT b.publisher, ', ' ORDER BY b.publisher) AS contradicted_by
    FROM headline h
    JOIN backed b ON b.route_id = h.route_id AND b.region IS NOT DISTINCT FROM h.region
        AND b.hours IS NOT DISTINCT FROM h.hours AND b.mode IS NOT DISTINCT FROM h.mode AND b.publisher <> h.publisher
    WHERE b.missing_since IS NULL AND NOT b.is_stale AND b.last_checked_at > h.last_checked_at
        AND abs(b.usd_per_mtok - CASE b.meter WHEN 'input' THEN h.input_usd_per_mtok
            WHEN 'output' THEN h.output_usd_per_mtok END) > b.usd_per_mtok * 0.005
    GROUP BY h.route_id
), otherwise AS (
    -- What its seller prices, but not by input and output tokens: by image, second, character, input alone.
    SELECT DISTINCT route_id FROM query_table(offered_prices())
    WHERE in_effect AND authority = 0 AND amount > 0 AND review_rank < 2 AND missing_since IS NULL AND NOT is_stale
)
SELECT r.route_id, r.model_id, r.provider, r.provider_name, r.provider_model_id, r.id_by_others,
    r.id_by_others_publisher,
       r.stated_name, r.route_variant, r.kind, h.region, h.hours, h.mode, r.status, r.confirmed_by, r.is_live,
       h.input_usd_per_mtok, h.output_usd_per_mtok, h.cache_read_usd_per_mtok, h.cache_write_usd_per_mtok,
       f.batch_input_usd_per_mtok, f.batch_output_usd_per_mtok, f.next_band_from_tokens, f.next_band_input_usd_per_mtok,
       f.next_band_output_usd_per_mtok,
       CASE WHEN d.cards > 1 THEN d.input_usd_per_mtok END AS dearest_input_usd_per_mtok,
       CASE WHEN d.cards > 1 THEN d.output_usd_per_mtok END AS dearest_output_usd_per_mtok,
       nullif(d.depends_on, '') AS depends_on, h.input_fact_id, h.output_fact_id, h.source AS price_source,
       h.last_checked_at AS price_checked_at, coalesce(h.is_held, FALSE) AS is_held, n.contradicted_by,
       CASE WHEN NOT r.is_live THEN r.status
            WHEN r.kind <> 'offer' THEN r.kind
            WHEN h.input_usd_per_mtok IS NULL OR h.output_usd_per_mtok IS NULL
                THEN CASE WHEN u.route_id IS NULL THEN 'price not sourced' ELSE 'priced otherwise' END
            WHEN h.missing_since IS NOT NULL THEN 'price missing'
            WHEN h.is_stale THEN 'price stale'
            WHEN h.usd_both = 0 THEN 'free tier'
            WHEN NOT h.is_backed THEN 'stated once'
            ELSE 'eligible' END AS standing,
       CASE WHEN h.authority = 0 THEN 'own price' WHEN h.is_backed THEN 'stated by ' || h.publishers || ' publishers'
            WHEN h.authority IS NOT NULL THEN 'stated by ' || h.publisher || ' only' END AS price_rule,
       CASE WHEN r.status = 'retired' THEN coalesce(r.retired_date, utc_date(r.last_checked_at)::VARCHAR)
            WHEN r.status = 'due' THEN r.retired_date
            WHEN r.status IN ('not listed', 'missing') THEN utc_date(r.missing_since)::VARCHAR
            WHEN r.status = 'unconfirmed' THEN utc_date(r.last_checked_at)::VARCHAR
            WHEN h.missing_since IS NOT NULL THEN utc_date(h.missing_since)::VARCHAR END AS ended_date,
       r.retired_date, r.retires_in_days, r.successor,
       coalesce(h.is_backed, FALSE) OR (r.status = 'not listed' AND r.authority = 0) AS was_backed, r.rule,
       r.state, r.source, r.fact_id, r.first_seen_at, r.last_checked_at, r.missing_since, r.last_reviewed_at
FROM routes r
LEFT JOIN headline h USING (route_id)
LEFT JOIN dearest d USING (route_id)
LEFT JOIN further f USING (route_id)
LEFT JOIN contradiction n USING (route_id)
LEFT JOIN otherwise u USING (route_id);
COMMENT ON VIEW offers IS 'One row per route with its price card, and whether that price may be a headline.';

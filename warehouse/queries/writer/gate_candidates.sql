-- What the gates judge, of the subjects of touched keys: every period of a key that had more than one value, with all
-- that stands on its price card; every first price by others that is far from what more sellers ask, or the same number
-- as in another currency; and, for each, who else states it (its witness) and who states the value before.
WITH touched_subject AS (
    SELECT DISTINCT source, document, provider, subject_kind, subject_stated
    FROM internal.fact_key SEMI JOIN internal.touched_key USING (key_id)
), touched_identity AS (
    SELECT DISTINCT i.model_id, i.route_id
    FROM touched_subject JOIN internal.identity i USING (provider, subject_kind, subject_stated)
), moving_document AS (
    -- Where a touched price comes with a page that another one went with, columns may have been exchanged: all rows of
    -- the page tell.
    SELECT DISTINCT n.source, n.document
    FROM (
        SELECT source, document, provider, subject_kind, subject_stated, first_page_seq
        FROM internal.value_period
        JOIN internal.fact_key USING (key_id)
        SEMI JOIN touched_subject USING (source, document, provider, subject_kind, subject_stated)
        WHERE attribute = 'price'
    ) n
    JOIN (
        SELECT source, document, provider, subject_kind, subject_stated, last_page_seq
        FROM internal.value_period
        JOIN internal.fact_key USING (key_id)
        SEMI JOIN touched_subject USING (source, document, provider, subject_kind, subject_stated)
        WHERE attribute = 'price' AND last_page_seq IS NOT NULL
    ) g
        ON g.source = n.source AND g.document = n.document AND g.provider = n.provider
        AND g.subject_kind = n.subject_kind AND g.subject_stated = n.subject_stated
        AND g.last_page_seq + 1 = n.first_page_seq
), concerned_key AS (
    -- What stands beside the touched subjects: what is stated of them, of the same models and routes, and on pages on
    -- which prices may have moved.
    SELECT k.key_id
    FROM internal.fact_key k
    JOIN internal.identity i USING (provider, subject_kind, subject_stated)
    WHERE k.attribute IN ('price', 'context_tokens', 'licence')
        AND (i.model_id IN (SELECT model_id FROM touched_identity WHERE model_id IS NOT NULL)
            OR i.route_id IN (SELECT route_id FROM touched_identity WHERE route_id IS NOT NULL)
            OR (k.source, k.document) IN (SELECT (source, document) FROM moving_document)
            OR (k.source, k.document, k.provider, k.subject_kind, k.subject_stated) IN (
                SELECT (source, document, provider, subject_kind, subject_stated) FROM touched_subject))
), shaped AS (
    -- The same price of the same route, whoever states it, has one shape; the prices of one card have one card.
    SELECT k.key_id, k.source, k.document, k.attribute, k.meter, k.qualifiers, s.publisher,
           is_sellers_own(s.publisher, k.provider) AS is_own, i.model_id,
           hash(k.source, k.document, k.provider, k.subject_kind, k.subject_stated) AS subject,
           CASE WHEN k.attribute = 'price'
                THEN hash(k.source, k.document, k.provider, k.subject_stated, k.tier, k.context_from_tokens,
                    k.context_to_tokens, k.modality, k.variant, k.region, k.mode, k.hours, k.price_class, k.plan,
                    k.valid_from, k.valid_to)
                ELSE hash(k.key_id) END AS card,
           hash(coalesce(i.route_id, i.model_id), k.attribute, k.meter, k.tier, k.context_from_tokens,
                k.context_to_tokens, k.lifetime, k.modality, k.variant, k.region, k.mode, k.hours, k.price_class,
                k.plan, k.valid_from, k.valid_to) AS shape,
           k.attribute = 'price' AND k.is_plain AND k.context_from_tokens IS NULL AND k.valid_from IS NULL AS is_base,
           hash(i.model_id, k.meter, k.tier, k.modality, k.lifetime) AS model_meter
    FROM internal.fact_key k
    JOIN internal.source_info s USING (source)
    JOIN internal.identity i USING (provider, subject_kind, subject_stated)
    SEMI JOIN concerned_key USING (key_id)
), period AS (
    SELECT key_id, period_number, any_value(value_text) AS value_text, any_value(value_number) AS value_number,
           any_value(currency) AS currency, any_value(unit) AS unit, any_value(usd_per_mtok) AS usd_per_mtok,
           arg_min(is_anchored, span_number) AS is_anchored,
           min(first_seen_at) FILTER (WHERE NOT is_anchored) AS read_by_source_at,
           min(known_from) AS known_from, min(first_page_seq) AS first_page_seq,
           nullif(max(coalesce(last_page_seq, 9223372036854775807)), 9223372036854775807) AS last_page_seq,
           nullif(max(coalesce(last_seen_at, 'infinity')), 'infinity') AS last_seen_at
    FROM internal.value_period SEMI JOIN concerned_key USING (key_id) GROUP BY key_id, period_number
), stated AS (
    SELECT p.*, s.* EXCLUDE (key_id), per_mtok(p.value_number, p.unit) AS per_mtok,
           coalesce(per_mtok(p.value_number, p.unit)::VARCHAR || ' ' || p.currency, p.value_text) AS comparable,
           lag(comparable) OVER of_key AS previous_comparable
    FROM period p JOIN shaped s USING (key_id)
    WINDOW of_key AS (PARTITION BY p.key_id ORDER BY p.period_number)
), first_price AS (
    SELECT t.* FROM stated t
    SEMI JOIN internal.touched_key USING (key_id)
    WHERE t.is_base AND t.period_number = 1 AND NOT t.is_own AND t.per_mtok > 0 AND t.model_id IS NOT NULL
), other_price AS (
    -- What other sellers, or other publishers, asked for the same at that time: one number each.
    SELECT f.key_id, f.per_mtok, f.currency, f.card, f.meter, f.shape = o.shape AS is_same_route,
           o.currency AS other_currency, o.per_mtok AS other_per_mtok, o.publisher AS other_publisher,
           o.subject AS other_subject
    FROM first_price f
    JOIN stated o
        ON o.model_meter = f.model_meter AND o.is_base AND o.per_mtok > 0 AND o.subject <> f.subject
        AND o.known_from < f.known_from + INTERVAL 20 HOUR
        AND coalesce(o.last_seen_at, 'infinity') > f.known_from - INTERVAL 180 DAY
), far_off AS (
    -- One or two others prove a slip of unit only, and only where neither is near.
    SELECT key_id, per_mtok / median(other_per_mtok) AS times_median, count(DISTINCT other_subject) AS others,
           min(greatest(per_mtok / other_per_mtok, other_per_mtok / per_mtok)) AS times_nearest
    FROM other_price WHERE other_currency = currency
    GROUP BY key_id, per_mtok
    HAVING others >= 3 AND (times_median >= 20 OR times_median <= 0.05) OR times_nearest >= 500
), copied AS (
    SELECT key_id, card, meter, min(other_currency) AS other_currency
    FROM other_price
    WHERE other_currency <> currency AND other_per_mtok = per_mtok
    GROUP BY key_id, card, meter
    QUALIFY count(DISTINCT meter) OVER (PARTITION BY card) > 1
), moved_meter AS (
    -- On the page where a price of a subject comes, another meter of it has lost that very value.
    SELECT n.key_id, n.period_number, n.subject, n.source, n.document, n.first_page_seq AS page_seq, n.meter,
           g.meter AS meter_before
    FROM stated n
    JOIN stated g
        ON g.subject = n.subject AND g.value_text = n.value_text AND g.last_page_seq + 1 = n.first_page_seq
        AND g.meter <> n.meter
    WHERE n.attribute = 'price' AND g.attribute = 'price'
), exchanged_row AS (
    SELECT a.source, a.document, a.page_seq, a.subject, a.meter, a.meter_before
    FROM moved_meter a
    JOIN moved_meter b
        ON b.subject = a.subject AND b.page_seq = a.page_seq AND b.meter = a.meter_before AND b.meter_before = a.meter
), exchanged_column AS (
    SELECT source, document, page_seq, meter, meter_before, count(DISTINCT subject) AS exchanged_rows
    FROM exchanged_row GROUP BY ALL HAVING exchanged_rows >= 3
), in_exchanged_column AS (
    SELECT m.key_id, m.period_number, any_value(m.meter_before) AS meter_before, max(x.exchanged_rows) AS exchanged_rows
    FROM moved_meter m JOIN exchanged_column x USING (source, document, page_seq, meter, meter_before)
    GROUP BY m.key_id, m.period_number
), changed_subject AS (
    SELECT DISTINCT t.subject FROM stated t
    WHERE t.period_number > 1
    UNION
    -- Prices that went with one page and came back with another meter: what is said beside them may have moved with
    -- them.
    SELECT subject FROM moved_meter WHERE period_number = 1
    UNION
    -- A name that was first seen where anchors read its page.
    SELECT subject FROM stated WHERE is_anchored
    UNION
    SELECT subject FROM stated SEMI JOIN (SELECT key_id FROM far_off UNION SELECT key_id FROM copied) USING (key_id)
), candidate AS (
    SELECT t.* FROM stated t
    SEMI JOIN changed_subject USING (subject)
    SEMI JOIN touched_subject s
        ON hash(s.source, s.document, s.provider, s.subject_kind, s.subject_stated) = t.subject
), paged AS (
    SELECT c.key_id, c.period_number, p.seen_at,
           row_number() OVER (PARTITION BY c.key_id, c.period_number ORDER BY p.page_seq) AS page_number
    FROM candidate c
    JOIN internal.page_order p ON p.source = c.source AND p.document = c.document AND p.page_seq >= c.first_page_seq
        AND (c.last_page_seq IS NULL OR p.page_seq <= c.last_page_seq)
    WHERE (c.period_number > 1 OR c.key_id IN (SELECT key_id FROM moved_meter))
        AND (p.is_read_whole OR p.page_seq = c.first_page_seq)
), repeated AS (
    -- An hour less than one and two days: a nightly run is not on the minute.
    SELECT g.key_id, g.period_number,
           min(g.seen_at) FILTER (WHERE g.page_number >= 2 AND g.seen_at >= c.known_from + INTERVAL 23 HOUR)
               AS second_at,
           min(g.seen_at) FILTER (WHERE g.page_number >= 3 AND g.seen_at >= c.known_from + INTERVAL 47 HOUR) AS third_at
    FROM paged g JOIN candidate c USING (key_id, period_number)
    GROUP BY g.key_id, g.period_number
), said_by_others AS (
    -- What other publishers say of the same while the new value stands: on pages read since, or on their newest page of
    -- the month before. The new value, or the one before it.
    SELECT c.key_id, c.period_number, greatest(p.seen_at, c.known_from) AS seen_at, o.comparable = c.comparable
        AS agrees, p.seen_at >= c.known_from AS is_since
    FROM candidate c
    JOIN stated o
        ON o.shape = c.shape AND o.publisher <> c.publisher AND o.comparable IN (c.comparable, c.previous_comparable)
        AND (o.last_seen_at IS NULL OR o.last_seen_at >= c.known_from)
    JOIN internal.page_order p ON p.source = o.source AND p.document = o.document AND p.page_seq >= o.first_page_seq
        AND (o.last_page_seq IS NULL OR p.page_seq <= o.last_page_seq)
    -- Of two publishers of which one takes prices from the other, neither is a witness of the other.
    ANTI JOIN internal.copying y
        ON (y.publisher = c.publisher AND y.copied = o.publisher)
        OR (y.publisher = o.publisher AND y.copied = c.publisher)
    WHERE p.seen_at > c.known_from - INTERVAL 30 DAY
        AND (c.last_seen_at IS NULL OR p.seen_at <= c.last_seen_at)
), witnessed AS (
    SELECT s.key_id, s.period_number, min(s.seen_at) FILTER (WHERE agrees) AS witness_at,
           max(s.seen_at) FILTER (WHERE NOT agrees AND is_since AND s.seen_at <= r.third_at)
               AS contradicted_at,
           bool_or(NOT agrees AND NOT is_since) AS was_confirmed_before
    FROM said_by_others s LEFT JOIN repeated r USING (key_id, period_number)
    GROUP BY s.key_id, s.period_number
)
SELECT c.subject::VARCHAR AS subject, c.card::VARCHAR AS card, c.key_id, c.period_number, c.value_text, c.known_from,
       c.first_page_seq, c.last_page_seq, c.attribute, c.meter, concat_ws(', ', c.meter, nullif(c.qualifiers, ''))
           AS about,
       c.currency, c.value_number, c.per_mtok, c.is_own,
       CASE WHEN c.is_own THEN r.second_at
            WHEN w.contradicted_at > r.third_at - INTERVAL 7 DAY THEN NULL
            ELSE r.third_at END AS repeated_at,
       w.witness_at, coalesce(w.was_confirmed_before, FALSE) AS was_confirmed_before,
       CASE WHEN c.period_number = 1 THEN f.times_median END AS times_median,
       CASE WHEN c.period_number = 1 THEN f.others END AS others,
       CASE WHEN c.period_number = 1 THEN y.other_currency END AS copied_from, x.meter_before, x.exchanged_rows,
       c.is_anchored, c.read_by_source_at, fact_id_of(c.key_id, c.value_text) AS fact_id
FROM candidate c
LEFT JOIN repeated r USING (key_id, period_number)
LEFT JOIN witnessed w USING (key_id, period_number)
LEFT JOIN far_off f USING (key_id)
LEFT JOIN copied y USING (key_id)
LEFT JOIN in_exchanged_column x USING (key_id, period_number)
ORDER BY c.subject, c.card, c.known_from, c.key_id, c.period_number;

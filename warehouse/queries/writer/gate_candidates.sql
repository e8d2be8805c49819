-- What the gates judge, of the touched keys: every period of a key that has had more than one value, with its
-- neighbours on the page; and every first value of a price that another price of the subject had on the page before,
-- and is gone.
WITH touched_subject AS (
    SELECT DISTINCT source, document, provider, subject_stated FROM fact_key SEMI JOIN touched_key USING (key_id)
), period AS (
    SELECT key_id, period_number, any_value(value_text) AS value_text, min(known_from) AS known_from,
           min(first_page_seq) AS first_page_seq,
           max(coalesce(last_page_seq, 9223372036854775807)) AS last_page_seq
    FROM value_period
    GROUP BY key_id, period_number
), valued AS (
    SELECT r.*, k.source, k.document, k.provider, k.subject_stated, k.attribute, k.meter, k.qualifiers,
           f.currency, f.value_number, per_mtok(f.value_number, f.unit) AS per_mtok,
           hash(k.source, k.document, k.provider, k.subject_stated, k.tier, k.context_from_tokens, k.context_to_tokens,
                k.modality, k.variant, k.region, k.mode, k.hours, k.price_class, k.plan, k.valid_from, k.valid_to,
                f.currency) AS siblings,
           p.seen_at AS page_seen_at, p.sha256, before.seen_at AS previous_page_seen_at
    FROM period r
    JOIN fact_key k USING (key_id)
    SEMI JOIN touched_subject s ON s.source = k.source AND s.document = k.document AND s.provider = k.provider
        AND s.subject_stated = k.subject_stated
    JOIN page_order p ON p.source = k.source AND p.document = k.document AND p.page_seq = r.first_page_seq
    LEFT JOIN page_order before ON before.source = k.source AND before.document = k.document
        AND before.page_seq = r.first_page_seq - 1
    JOIN fact f ON f.key_id = r.key_id AND f.first_version_seq = p.version_seq
), inherited AS (
    SELECT v.key_id, v.period_number, min(concat_ws(', ', k.meter, nullif(k.qualifiers, ''))) AS swapped_with
    FROM valued v
    JOIN fact_key k ON k.source = v.source AND k.document = v.document AND k.provider = v.provider
        AND k.subject_stated = v.subject_stated AND k.attribute = 'price' AND k.meter <> v.meter
    JOIN value_period s ON s.key_id = k.key_id AND s.last_page_seq = v.first_page_seq - 1
        AND s.value_number = v.value_number
    WHERE v.attribute = 'price' AND v.period_number = 1
    GROUP BY ALL
), changed AS (
    SELECT *, lag(value_number) OVER (PARTITION BY key_id ORDER BY period_number) AS previous_number
    FROM valued
    WHERE key_id IN (SELECT key_id FROM valued WHERE period_number > 1) OR key_id IN (SELECT key_id FROM inherited)
), swapped AS (
    FROM inherited
    UNION ALL
    SELECT c.key_id, c.period_number, min(concat_ws(', ', s.meter, nullif(s.qualifiers, ''))) AS swapped_with
    FROM changed c
    JOIN changed s ON s.source = c.source AND s.document = c.document AND s.provider = c.provider
        AND s.subject_stated = c.subject_stated AND s.first_page_seq = c.first_page_seq AND s.key_id <> c.key_id
        AND s.value_number = c.previous_number AND s.previous_number = c.value_number
    WHERE c.attribute = 'price' AND s.attribute = 'price' AND c.value_number <> c.previous_number
    GROUP BY ALL
), sibling AS (
    SELECT siblings, meter, first_page_seq, per_mtok,
           coalesce(lead(first_page_seq) OVER (PARTITION BY key_id ORDER BY period_number), 2147483647) AS end_page_seq
    FROM valued WHERE attribute = 'price' AND per_mtok IS NOT NULL
), candidate AS (
    FROM changed SEMI JOIN touched_key USING (key_id)
), beside AS (
    SELECT c.key_id, c.period_number,
           any_value(s.per_mtok) FILTER (WHERE s.meter = 'input') AS input_per_mtok,
           any_value(s.per_mtok) FILTER (WHERE s.meter = 'output') AS output_per_mtok
    FROM candidate c
    JOIN sibling s ON s.siblings = c.siblings AND s.first_page_seq <= c.first_page_seq
        AND c.first_page_seq < s.end_page_seq
    GROUP BY ALL
), confirmation AS (
    SELECT c.key_id, c.period_number, min(p.seen_at) AS confirmed_at
    FROM candidate c
    JOIN value_period r USING (key_id, period_number)
    JOIN page_order p ON p.source = c.source AND p.document = c.document AND p.page_seq >= r.first_page_seq
        AND (r.last_page_seq IS NULL OR p.page_seq <= r.last_page_seq)
    WHERE p.seen_at >= c.known_from + INTERVAL 20 HOUR
    GROUP BY ALL
), moved AS (
    SELECT k.source, k.document, r.first_page_seq, count(*) AS moved_prices
    FROM period r
    JOIN fact_key k USING (key_id)
    WHERE k.attribute = 'price' AND r.period_number > 1
    GROUP BY ALL
)
SELECT c.key_id, c.period_number, c.value_text, c.known_from, x.confirmed_at, c.attribute, c.meter, c.currency,
       c.value_number, c.per_mtok, b.input_per_mtok, b.output_per_mtok,
       c.previous_page_seen_at > c.page_seen_at - INTERVAL 7 DAY AS is_soon,
       coalesce(m.moved_prices / e.prices, 0)::DOUBLE AS share_moved, w.swapped_with,
       fact_id_of(c.key_id, c.value_text) AS fact_id
FROM candidate c
LEFT JOIN beside b USING (key_id, period_number)
LEFT JOIN swapped w USING (key_id, period_number)
LEFT JOIN confirmation x USING (key_id, period_number)
LEFT JOIN moved m ON m.source = c.source AND m.document = c.document AND m.first_page_seq = c.first_page_seq
LEFT JOIN extraction e ON e.source = c.source AND e.document = c.document AND e.sha256 = c.sha256
ORDER BY c.key_id, c.period_number;

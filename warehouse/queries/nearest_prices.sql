-- The prices per token in US dollars that some sellers state themselves, each as the page nearest to a day states it,
-- be that page earlier or later, with receipts, nearest first. A price that a whole page nearer to the day leaves out
-- is none of them.
WITH away AS (
    SELECT *, row_number() OVER (PARTITION BY source, document ORDER BY days, seen_at, sha256) AS nearness
    FROM (SELECT *, abs(date_diff('day', $day::DATE, utc_date(seen_at))) AS days FROM internal.page_order)
), complete AS (
    SELECT source, document, min(nearness) AS nearness FROM away JOIN internal.page_wholeness USING (source, document,
        page_seq)
    WHERE is_whole GROUP BY ALL
), nearest AS (
    SELECT f.*, k.* EXCLUDE (key_id, source, document), a.sha256, a.seen_at, a.days
    FROM away a
    JOIN internal.fact f ON f.source = a.source AND f.document = a.document AND f.first_version_seq <= a.version_seq
        AND (f.last_version_seq IS NULL OR f.last_version_seq >= a.version_seq)
    JOIN internal.fact_key k ON k.key_id = f.key_id
    JOIN internal.source_info s ON s.source = a.source
    LEFT JOIN complete c ON c.source = a.source AND c.document = a.document
    WHERE k.attribute = 'price' AND k.subject_kind = 'route' AND list_contains($providers::VARCHAR[], k.provider)
      AND is_sellers_own(s.publisher, k.provider) AND s.lineage = 'first_party'
      AND (k.valid_from IS NULL OR k.valid_from <= $day::DATE) AND (k.valid_to IS NULL OR k.valid_to > $day::DATE)
      AND (c.nearness IS NULL OR a.nearness <= c.nearness)
    QUALIFY rank() OVER (PARTITION BY f.key_id ORDER BY a.nearness) = 1
), retrieved AS (
    SELECT source, document, sha256, seen_at, min(url) AS url
    FROM internal.page WHERE outcome IN ('ok', 'not_modified') GROUP BY ALL
)
SELECT n.provider, n.subject_stated AS stated, n.meter, n.tier, n.context_from_tokens, n.context_to_tokens, n.lifetime,
       n.modality, n.hours, coalesce(n.region, n.mode, n.plan, n.variant) IS NOT NULL AS is_apart, n.usd_per_mtok,
       0 AS authority, 'stated' AS state, n.source, fact_id_of(n.key_id, n.value_text) AS fact_id,
       n.quote, n.locator, r.url, n.seen_at AS last_checked_at
FROM nearest n
JOIN retrieved r USING (source, document, sha256, seen_at)
WHERE n.currency = 'USD' AND n.usd_per_mtok IS NOT NULL
ORDER BY n.days, n.source, n.document, fact_id;

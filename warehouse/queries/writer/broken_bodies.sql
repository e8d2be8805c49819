-- The bodies of which a part failed, or on which far fewer prices were read than a month before, each beside the newest
-- body before it of which these parts were read: its anchor. Only those that were not read by this anchor, or not by
-- this version of the reading; and those that were and have no anchor any more.
WITH version AS (
    SELECT source, document, version_seq, sha256, min(seen_at) AS first_seen_at, max(seen_at) AS last_seen_at
    FROM internal.page_order GROUP BY source, document, version_seq, sha256
), failed AS (
    SELECT source, document, sha256, list(DISTINCT part) AS parts, bool_or(kind = 'limit') AS is_refused
    FROM internal.finding WHERE kind <> 'unread' GROUP BY source, document, sha256
), judged AS (
    SELECT v.*, e.prices, coalesce(f.parts, []) AS parts, coalesce(f.is_refused, FALSE) AS is_refused
    FROM version v
    JOIN internal.extraction e USING (source, document, sha256)
    LEFT JOIN failed f USING (source, document, sha256)
), paired AS (
    SELECT b.source, b.document, b.sha256, g.sha256 AS anchor_sha256
    FROM judged b
    JOIN judged g ON g.source = b.source AND g.document = b.document AND g.version_seq < b.version_seq
    WHERE NOT b.is_refused AND NOT g.is_refused AND g.prices > 0 AND NOT list_has_any(g.parts, b.parts)
        AND g.sha256 <> b.sha256
        AND (len(b.parts) > 0
             OR (g.prices - b.prices >= greatest($least_lost, g.prices * $share_lost)
                 AND g.last_seen_at > b.first_seen_at - INTERVAL 30 DAY))
    QUALIFY row_number() OVER (
        PARTITION BY b.source, b.document, b.sha256 ORDER BY b.version_seq DESC, g.version_seq DESC) = 1
), retrieved AS (
    SELECT source, document, sha256, min(kind) AS kind, min(url) AS url, min(media_type) AS media_type,
           max(bytes) AS bytes
    FROM internal.page WHERE outcome IN ('ok', 'not_modified') AND sha256 IS NOT NULL
    GROUP BY ALL
), due AS (
    SELECT source, document, sha256, p.anchor_sha256
    FROM paired p FULL JOIN internal.anchored_body a USING (source, document, sha256)
    WHERE p.anchor_sha256 IS DISTINCT FROM a.anchor_sha256 OR a.anchor_version <> $anchor_version
)
SELECT d.source, d.document, b.kind, b.url, d.sha256, b.media_type, b.bytes,
       g.kind, g.url, d.anchor_sha256, g.media_type, g.bytes
FROM due d
JOIN retrieved b USING (source, document, sha256)
LEFT JOIN retrieved g ON g.source = d.source AND g.document = d.document AND g.sha256 = d.anchor_sha256
ORDER BY d.source, d.document, d.sha256;

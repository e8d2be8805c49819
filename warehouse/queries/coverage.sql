-- What every source read on the pages of each day: claims, facts, claims set aside, texts left unread, errors.
WITH body AS (
    SELECT DISTINCT source, utc_date(seen_at) AS day, document, sha256
    FROM internal.page_order WHERE seen_at < as_of_end()
), found AS (
    SELECT source, document, sha256, count(*) FILTER (WHERE kind = 'unread') AS unread,
           count(*) FILTER (WHERE kind <> 'unread') AS errors
    FROM internal.finding GROUP BY ALL
)
SELECT i.source, b.day, count(b.sha256) AS pages, coalesce(sum(e.claims), 0)::BIGINT AS claims,
       coalesce(sum(e.facts), 0)::BIGINT AS facts, coalesce(sum(e.set_aside), 0)::BIGINT AS set_aside,
       coalesce(sum(f.unread), 0)::BIGINT AS unread, coalesce(sum(f.errors), 0)::BIGINT AS errors
FROM internal.source_info i
LEFT JOIN body b USING (source)
LEFT JOIN internal.extraction e USING (source, document, sha256)
LEFT JOIN found f USING (source, document, sha256)
GROUP BY ALL
ORDER BY i.source, b.day;

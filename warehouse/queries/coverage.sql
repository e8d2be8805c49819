-- What every source read on the pages of each day: claims, facts, claims set aside, texts left unread, errors.
WITH body AS (
    SELECT DISTINCT o.source, (o.seen_at AT TIME ZONE 'UTC')::DATE AS day, o.document, o.sha256, o.claims
    FROM page_order o WHERE o.seen_at < as_of_end()
), stated AS (
    SELECT source, sha256, count(*) AS facts FROM fact GROUP BY ALL
), aside AS (
    SELECT source, sha256, count(*) AS set_aside FROM claim_set_aside GROUP BY ALL
), found AS (
    SELECT source, sha256, count(*) FILTER (WHERE kind = 'unread') AS unread,
           count(*) FILTER (WHERE kind <> 'unread') AS errors
    FROM finding GROUP BY ALL
)
SELECT i.source, b.day, count(b.sha256) AS pages, coalesce(sum(b.claims), 0)::BIGINT AS claims,
       coalesce(sum(s.facts), 0)::BIGINT AS facts, coalesce(sum(a.set_aside), 0)::BIGINT AS set_aside,
       coalesce(sum(f.unread), 0)::BIGINT AS unread, coalesce(sum(f.errors), 0)::BIGINT AS errors
FROM source_info i
LEFT JOIN body b USING (source)
LEFT JOIN stated s USING (source, sha256)
LEFT JOIN aside a USING (source, sha256)
LEFT JOIN found f USING (source, sha256)
GROUP BY ALL
ORDER BY i.source, b.day;

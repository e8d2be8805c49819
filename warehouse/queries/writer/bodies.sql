-- Every archived body of a confirming page, in the order of history, with the parser that read it last, whether it has
-- its place among the versions of its document, and whether its facts have lost theirs.
WITH loaded_body AS (
    SELECT DISTINCT c.source, c.document, c.body_seq
    FROM confirming c SEMI JOIN internal.page_order USING (source, document, seen_at, sha256)
), retrieved AS (
    SELECT source, document, sha256, min(kind) AS kind, min(url) AS url, min(media_type) AS media_type,
           max(bytes) AS bytes
    FROM internal.page WHERE outcome IN ('ok', 'not_modified') AND sha256 IS NOT NULL
    GROUP BY ALL
)
SELECT c.source, c.document, r.kind, r.url, c.sha256, r.media_type, r.bytes,
       any_value(e.parser_version) AS parser_version, bool_and(l.body_seq IS NOT NULL) AS is_loaded,
       bool_or(m.sha256 IS NOT NULL) AS is_misplaced
FROM confirming c
JOIN retrieved r USING (source, document, sha256)
LEFT JOIN loaded_body l USING (source, document, body_seq)
LEFT JOIN internal.extraction e USING (source, document, sha256)
LEFT JOIN internal.misplaced_body m USING (source, document, sha256)
GROUP BY c.source, c.document, r.kind, r.url, c.sha256, r.media_type, r.bytes
ORDER BY c.source, c.document, min(c.body_seq);

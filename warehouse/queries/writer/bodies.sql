-- Every archived body of a confirming page, with the parser that read it last.
SELECT p.source, p.document, any_value(p.kind) AS kind, any_value(p.url) AS url, p.sha256,
       any_value(p.media_type) AS media_type, any_value(e.parser_version) AS parser_version
FROM page p LEFT JOIN extraction e USING (source, document, sha256)
WHERE p.outcome IN ('ok', 'not_modified') AND p.sha256 IS NOT NULL
GROUP BY p.source, p.document, p.sha256
ORDER BY ALL;

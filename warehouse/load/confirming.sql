-- Puts every page with a body in the order of history, and numbers the bodies of each document: pages in a row that are
-- alike to the byte are one. A page seen whole and reduced at once is whole.
CREATE OR REPLACE TEMP TABLE confirming AS
WITH retrieved AS (
    SELECT source, document, seen_at, sha256, bool_and(form = 'reduced') AS is_reduced
    FROM internal.page WHERE outcome IN ('ok', 'not_modified') AND sha256 IS NOT NULL
    GROUP BY ALL
), marked AS (
    SELECT *, (lag(sha256) OVER document_pages IS DISTINCT FROM sha256) AS starts_body
    FROM retrieved
    WINDOW document_pages AS (PARTITION BY source, document ORDER BY seen_at, sha256)
)
SELECT source, document, seen_at, sha256, is_reduced,
       count(*) FILTER (WHERE starts_body) OVER document_pages AS body_seq
FROM marked
WINDOW document_pages AS (PARTITION BY source, document ORDER BY seen_at, sha256);

-- Numbers the confirming pages of each document by (seen, digest): the order of history, whatever the order of import.
-- A page confirms when it has a body that was read; only a whole page shows absence. A page that lost more than a tenth
-- of what pages at most seven days before it held does not show absence either, until the next page agrees with it.
CREATE OR REPLACE TABLE page_order AS
WITH confirming AS (
    SELECT DISTINCT p.source, p.document, p.seen_at, p.sha256, e.claims,
           e.is_whole AND p.form <> 'reduced' AS is_whole
    FROM page p
    JOIN extraction e ON e.source = p.source AND e.document = p.document AND e.sha256 = p.sha256
    WHERE p.outcome IN ('ok', 'not_modified')
), numbered AS (
    SELECT *, row_number() OVER document_pages AS page_seq,
           median(claims) FILTER (WHERE is_whole) OVER (
               PARTITION BY source, document ORDER BY seen_at, sha256 ROWS BETWEEN 7 PRECEDING AND 1 PRECEDING
           ) AS usual_claims,
           lag(seen_at) OVER document_pages AS previous_seen_at,
           lag(claims) OVER document_pages AS previous_claims
    FROM confirming
    WINDOW document_pages AS (PARTITION BY source, document ORDER BY seen_at, sha256)
), compared AS (
    SELECT *, coalesce(
               claims < 0.9 * usual_claims
               AND previous_seen_at > seen_at - INTERVAL 7 DAY
               AND NOT (previous_claims < 0.9 * usual_claims), FALSE) AS is_thin
    FROM numbered
)
SELECT source, document, page_seq, seen_at, sha256, claims, usual_claims, is_thin,
       is_whole AND NOT is_thin AS shows_absence
FROM compared;

-- The read pages of touched documents in the order of history, and which page a person accepted since the page before:
-- a decision counts from the next page on, so that no answer as of an older day changes.
WITH accepted AS (
    SELECT o.source, o.document, o.page_seq AS accepted_page_seq, d.decided_at
    FROM internal.page_order o
    SEMI JOIN internal.touched_document USING (source, document)
    JOIN internal.decision d ON d.fact_id = page_id_of(o.source, o.document, o.sha256) AND d.verdict = 'accept'
), counted AS (
    SELECT a.source, a.document, max(a.accepted_page_seq) AS accepted_page_seq, p.page_seq
    FROM accepted a
    ASOF JOIN internal.page_order p ON p.source = a.source AND p.document = a.document AND p.seen_at >= a.decided_at
    GROUP BY ALL
)
SELECT source, document, page_seq, version_seq, seen_at, is_read_whole, accepted_page_seq
FROM internal.page_order
SEMI JOIN internal.touched_document USING (source, document)
LEFT JOIN counted USING (source, document, page_seq)
ORDER BY source, document, page_seq;

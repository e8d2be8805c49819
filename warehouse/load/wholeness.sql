-- Replaces the judgements on the pages of touched documents. A page that is judged otherwise than before moves all
-- that is known of its document.
INSERT INTO touched_key
SELECT key_id FROM fact_key
SEMI JOIN (
    SELECT source, document FROM page_wholeness o JOIN staged_page_wholeness n USING (source, document, page_seq)
    WHERE o.is_whole <> n.is_whole
) USING (source, document);
DELETE FROM page_wholeness WHERE (source, document) IN (SELECT (source, document) FROM touched_document);
INSERT INTO page_wholeness BY NAME FROM staged_page_wholeness;

-- Replaces the judgements on the pages of touched documents. A page that is judged otherwise than before moves all
-- that is known of its document.
INSERT INTO internal.touched_key
SELECT key_id FROM internal.fact_key
SEMI JOIN (
    SELECT source, document FROM internal.page_wholeness o JOIN staged_page_wholeness n USING (source, document,
        page_seq)
    WHERE o.is_whole <> n.is_whole
) USING (source, document);
DELETE FROM internal.page_wholeness WHERE (source,
    document) IN (SELECT (source, document) FROM internal.touched_document);
INSERT INTO internal.page_wholeness BY NAME FROM staged_page_wholeness;

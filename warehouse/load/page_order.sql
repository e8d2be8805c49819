-- Numbers the pages and versions of every document that has new pages or new readings. A page takes its place when its
-- body is read, or when the page beside it is loaded and has the same body.
CREATE OR REPLACE TEMP TABLE loaded_page AS
WITH loaded_body AS (
    SELECT source, document, body_seq FROM confirming
    SEMI JOIN internal.page_order USING (source, document, seen_at, sha256)
    UNION
    SELECT source, document, body_seq FROM confirming SEMI JOIN staged_extraction USING (source, document, sha256)
)
SELECT * FROM confirming SEMI JOIN loaded_body USING (source, document, body_seq);

CREATE OR REPLACE TEMP TABLE loaded_document AS
SELECT source, document FROM loaded_page ANTI JOIN internal.page_order USING (source, document, seen_at, sha256)
UNION
SELECT source, document FROM staged_extraction;

CREATE OR REPLACE TEMP TABLE new_page_order AS
WITH read_page AS (
    SELECT p.source, p.document, p.seen_at, p.sha256, e.claims, e.is_whole AND NOT p.is_reduced AS is_read_whole
    FROM loaded_page p
    SEMI JOIN loaded_document USING (source, document)
    JOIN internal.extraction e USING (source, document, sha256)
), numbered AS (
    SELECT *, row_number() OVER document_pages AS page_seq,
           (lag(sha256) OVER document_pages IS DISTINCT FROM sha256) AS starts_version
    FROM read_page
    WINDOW document_pages AS (PARTITION BY source, document ORDER BY seen_at, sha256)
)
SELECT source, document, page_seq,
       count(*) FILTER (WHERE starts_version) OVER (PARTITION BY source, document ORDER BY page_seq) AS version_seq,
       seen_at, sha256, claims, is_read_whole
FROM numbered;

-- Where each stored version begins and ends in the new numbers: a page between its pages parts it in two.
CREATE OR REPLACE TEMP TABLE version_move AS
WITH stored_version AS (
    SELECT source, document, version_seq, any_value(sha256) AS sha256, min(seen_at) AS first_seen_at,
           max(seen_at) AS last_seen_at
    FROM internal.page_order SEMI JOIN loaded_document USING (source, document)
    GROUP BY source, document, version_seq
)
SELECT s.source, s.document, s.version_seq, f.version_seq AS new_first_seq, l.version_seq AS new_last_seq
FROM stored_version s
JOIN new_page_order f
    ON f.source = s.source AND f.document = s.document AND f.sha256 = s.sha256 AND f.seen_at = s.first_seen_at
JOIN new_page_order l
    ON l.source = s.source AND l.document = s.document AND l.sha256 = s.sha256 AND l.seen_at = s.last_seen_at;

-- The versions that the staged readings are of.
CREATE OR REPLACE TEMP TABLE read_version AS
SELECT DISTINCT source, document, sha256, version_seq
FROM new_page_order SEMI JOIN staged_extraction USING (source, document, sha256);

-- A page that takes its place before the last one moves whatever is known of its document; one at the end does not.
INSERT INTO internal.touched_document
SELECT source, document, min(seen_at)
FROM (FROM new_page_order ANTI JOIN internal.page_order USING (source, document, seen_at, sha256)
      UNION FROM new_page_order SEMI JOIN staged_extraction USING (source, document, sha256))
GROUP BY source, document;
INSERT INTO internal.touched_key
SELECT key_id FROM internal.fact_key
SEMI JOIN (
    SELECT source, document
    FROM internal.page_order o JOIN new_page_order n USING (source, document, seen_at, sha256)
    WHERE (o.page_seq, o.version_seq, o.is_read_whole) <> (n.page_seq, n.version_seq, n.is_read_whole)
) USING (source, document);

DELETE FROM internal.page_order WHERE (source, document) IN (FROM loaded_document);
INSERT INTO internal.page_order BY NAME FROM new_page_order;

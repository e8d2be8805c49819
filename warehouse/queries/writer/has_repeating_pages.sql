-- Whether a page that is not in the order of history yet repeats the body of the page beside it: it takes its place
-- without being read.
SELECT EXISTS (
    FROM confirming
    SEMI JOIN (
        SELECT source, document, body_seq FROM confirming
        SEMI JOIN internal.page_order USING (source, document, seen_at, sha256)
    ) USING (source, document, body_seq)
    ANTI JOIN internal.page_order USING (source, document, seen_at, sha256)
);

-- What the pages of each model are made from, as one number: what is known of it, to the day, what persons decided on
-- its values, and the bodies of every document that ever spoke of it; without a model, that of services and of the long
-- tail. The rest of what pages are made from is in `around`.
WITH body AS (
    SELECT o.*, e.parser_version,
           (lag(sha256) OVER (PARTITION BY source, document ORDER BY page_seq) IS DISTINCT FROM sha256) AS is_new
    FROM internal.page_order o JOIN internal.extraction e USING (source, document, sha256)
), document_state AS (
    SELECT source, document, sum(hash(day, sha256, parser_version)::HUGEINT) AS state
    FROM (SELECT DISTINCT source, document, seen_at::DATE AS day, sha256, parser_version FROM body WHERE is_new)
    GROUP BY source, document
), spoken AS (
    SELECT DISTINCT i.model_id, k.source, k.document
    FROM (SELECT source, document, provider, subject_kind, subject_stated FROM internal.fact_key
          UNION ALL SELECT source, document, provider, subject_kind, subject_stated FROM internal.claim_set_aside) k
    JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
        AND i.subject_stated = k.subject_stated
), fact AS (
    SELECT * EXCLUDE (receipt_page_seq) REPLACE (
               first_seen_at::DATE AS first_seen_at, last_checked_at::DATE AS last_checked_at,
               missing_since::DATE AS missing_since, last_reviewed_at::DATE AS last_reviewed_at)
    FROM internal.fact_as_of
), part AS (
    SELECT model_id, hash(f) AS part FROM fact f
    UNION ALL
    SELECT model_id, hash(fact_id, r.state, decided_at::DATE) FROM query_table(ready('reviews')) r
    WHERE decided_at IS NOT NULL
    UNION ALL
    SELECT model_id, hash(source, document, state) FROM spoken JOIN document_state USING (source, document)
)
SELECT CASE WHEN getvariable('paged_models') IS NULL OR p.model_id IN (SELECT unnest(getvariable('paged_models')))
            THEN p.model_id END AS model_id, sum(part::HUGEINT)::VARCHAR AS digest
FROM part p GROUP BY 1;

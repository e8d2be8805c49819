-- In which versions of touched documents each subject has a price, a lifecycle statement or another one: one row per
-- unbroken row of versions.
WITH stated AS (
    SELECT f.source, f.document,
           CASE WHEN k.attribute = 'price' THEN 'price'
                WHEN k.attribute IN ('status', 'deprecated_date', 'retired_date', 'retirement_not_before_date',
                    'successor') THEN 'lifecycle'
                ELSE 'other' END AS kind,
           concat_ws('|', k.provider, k.subject_kind, k.subject_stated) AS subject, f.first_version_seq,
           coalesce(f.last_version_seq, 9223372036854775806) AS last_version_seq
    FROM internal.fact f
    SEMI JOIN internal.touched_document USING (source, document)
    JOIN internal.fact_key k USING (key_id)
), marked AS (
    SELECT *, coalesce(first_version_seq > max(last_version_seq) OVER (
               PARTITION BY source, document, kind, subject ORDER BY first_version_seq, last_version_seq
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1, TRUE) AS starts
    FROM (SELECT DISTINCT * FROM stated)
), numbered AS (
    SELECT *, count(*) FILTER (WHERE starts) OVER (
               PARTITION BY source, document, kind, subject ORDER BY first_version_seq, last_version_seq) AS number
    FROM marked
)
SELECT source, document, subject, kind, min(first_version_seq) AS first_version_seq,
       nullif(max(last_version_seq), 9223372036854775806) AS last_version_seq
FROM numbered
GROUP BY source, document, subject, kind, number
ORDER BY source, document;

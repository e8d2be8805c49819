-- Benchmark scores: model x benchmark x version x variant x runner. Only rows of one benchmark, version and variant are
-- comparable. The ends of an interval stand beside the score on its page, as the receipt's context has them.
CREATE OR REPLACE VIEW scores AS
SELECT k.model_id, k.benchmark, k.version, k.variant, k.runner, k.value_number AS value, k.unit,
       try_cast(regexp_extract(f.context, '"role": "lower", "text": "([^"]+)"', 1) AS DECIMAL(38, 18)) AS lower_value,
       try_cast(regexp_extract(f.context, '"role": "upper", "text": "([^"]+)"', 1) AS DECIMAL(38, 18)) AS upper_value,
       k.measured_date, k.subject_stated AS stated_name, k.state, k.source, k.fact_id, k.first_seen_at,
       k.last_checked_at, k.missing_since, k.last_reviewed_at
FROM internal.fact_as_of k
JOIN internal.page_order o ON o.source = k.source AND o.document = k.document AND o.page_seq = k.receipt_page_seq
JOIN internal.fact f ON f.key_id = k.key_id AND f.first_version_seq <= o.version_seq
    AND (f.last_version_seq IS NULL OR f.last_version_seq >= o.version_seq)
WHERE k.attribute = 'score' AND k.review_rank < 2;
COMMENT ON VIEW scores IS 'One row per score that a source states.';

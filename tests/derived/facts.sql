-- Every fact of the models asked for, with its dates and the page that last confirmed it.
SELECT k.fact_id, k.value_text, k.value_number, coalesce(k.usd_per_mtok, k.amount) AS amount,
       k.last_checked_at::DATE AS checked, k.missing_since::DATE AS gone, k.last_reviewed_at::DATE AS reviewed,
       k.held_value, s.publisher, f.url, f.page_sha256, f.fetched_at::DATE AS captured
FROM internal.fact_as_of k JOIN facts f USING (fact_id) JOIN internal.source_info s ON s.source = k.source
WHERE k.model_id IN (SELECT unnest($models));

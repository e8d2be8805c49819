-- The values of a model, a provider or a source as a person goes through them: each beside its quote and what stood
-- there when it was last reviewed. A value that gates hold stands in place of the published one. Since the last review
-- a value is new, changed (another value of the same thing was accepted), due (its review is older than the policy
-- allows) or reviewed.
WITH accepted AS (
    SELECT fact_id, max(decided_at) AS decided_at, last(verdict ORDER BY decided_at) AS verdict
    FROM internal.decision GROUP BY fact_id
), reviewed_value AS (
    SELECT DISTINCT v.key_id, v.fact_id, v.value_text, a.decided_at
    FROM accepted a JOIN internal.fact_version v USING (fact_id)
    WHERE a.verdict = 'accept'
), age_limit AS (
    SELECT source, attribute, tier, any_value(reviewed_warn_days) AS days
    FROM freshness WHERE reviewed_warn_days IS NOT NULL GROUP BY ALL
), dispute AS (
    SELECT model_id, route_id, attribute, meter, qualifiers,
           [s.value || ' (' || s.publishers || ')' FOR s IN statements] AS statements
    FROM disputes WHERE state = 'open'
), published AS (
    SELECT f.fact_id, k.key_id, f.source, k.document, k.authority, f.provider, f.subject_stated, f.model_id,
           f.route_id, f.attribute, f.meter, f.tier, f.qualifiers, f.value_text AS value, f.quote, f.url,
           f.last_checked_at, f.missing_since, f.first_seen_at, f.last_reviewed_at, f.review_rank,
           coalesce(k.chosen_over, []) AS chosen_over
    FROM facts f JOIN internal.fact_as_of k USING (fact_id)
    WHERE ($model IS NULL OR f.model_id = $model) AND ($provider IS NULL OR f.provider = $provider)
      AND ($source IS NULL OR f.source = $source)
), proposed AS (
    SELECT r.fact_id, v.key_id, r.source, k.document, r.provider, r.subject_stated, r.model_id, r.route_id,
           r.attribute, r.meter, k.tier, r.qualifiers, r.proposed_value AS value, r.published_value, r.reasons,
           r.since_at, f.quote
    FROM query_table(ready('reviews')) r
    JOIN internal.fact_version v USING (fact_id)
    JOIN internal.fact_key k ON k.key_id = v.key_id
    JOIN internal.fact f ON f.key_id = v.key_id AND f.value_text = v.value_text
    WHERE r.state = 'open' AND ($model IS NULL OR r.model_id = $model)
      AND ($provider IS NULL OR r.provider = $provider) AND ($source IS NULL OR r.source = $source)
    QUALIFY row_number() OVER (PARTITION BY r.fact_id ORDER BY f.first_version_seq DESC) = 1
), page_at AS (
    SELECT source, document, arg_max(url, seen_at) AS url, max(seen_at) AS last_page_at
    FROM internal.page WHERE outcome IN ('ok', 'not_modified') GROUP BY ALL
), row_of_sheet AS (
    SELECT p.fact_id, p.key_id, p.model_id, p.route_id, p.provider, p.subject_stated, p.source, p.authority,
           p.attribute, p.meter, p.tier, p.qualifiers, p.value, p.quote, p.url, p.last_checked_at, p.missing_since,
           p.first_seen_at, p.last_reviewed_at, p.review_rank, p.chosen_over, NULL AS published_value, NULL AS reasons
    FROM published p ANTI JOIN proposed h ON h.key_id = p.key_id
    UNION ALL
    SELECT h.fact_id, h.key_id, h.model_id, h.route_id, h.provider, h.subject_stated, h.source,
           CASE WHEN is_sellers_own(s.publisher, h.provider) THEN 0 ELSE 3 END,
           h.attribute, h.meter, h.tier, h.qualifiers, h.value,
           h.quote, a.url, a.last_page_at, NULL, h.since_at, NULL, 1, [], h.published_value, h.reasons
    FROM proposed h
    JOIN internal.source_info s USING (source)
    LEFT JOIN page_at a ON a.source = h.source AND a.document = h.document
), with_review AS (
    SELECT r.*, e.value_text AS reviewed_value, e.decided_at AS reviewed_value_at
    FROM row_of_sheet r
    LEFT JOIN reviewed_value e ON e.key_id = r.key_id AND e.fact_id <> r.fact_id
    QUALIFY row_number() OVER (PARTITION BY r.fact_id ORDER BY e.decided_at DESC NULLS LAST) = 1
)
SELECT r.fact_id,
       CASE WHEN r.reasons IS NOT NULL THEN 'held'
            WHEN r.review_rank = 2 THEN 'rejected'
            WHEN r.last_reviewed_at IS NULL AND r.reviewed_value IS NULL THEN 'new'
            WHEN r.last_reviewed_at IS NULL OR r.last_reviewed_at < r.first_seen_at THEN 'changed'
            WHEN r.last_reviewed_at + to_days(l.days) < as_of_now() THEN 'due'
            ELSE 'reviewed' END AS state,
       r.provider, r.subject_stated AS subject, r.source,
       concat_ws(' ', r.attribute, r.meter, nullif(r.qualifiers, '')) AS about, r.value, r.quote,
       coalesce(r.published_value, r.reviewed_value) AS value_before,
       CASE WHEN r.published_value IS NULL THEN r.reviewed_value_at::DATE END AS value_before_reviewed,
       r.reasons, r.last_reviewed_at::DATE AS reviewed, r.last_checked_at::DATE AS checked,
       r.missing_since::DATE AS missing_since,
       [s FOR s IN d.statements IF NOT starts_with(s, r.value || ' (')] AS also_stated, r.url,
       r.chosen_over
FROM with_review r
LEFT JOIN internal.model_info m USING (model_id)
LEFT JOIN age_limit l ON l.source = r.source AND l.attribute = r.attribute
    AND l.tier IS NOT DISTINCT FROM CASE WHEN r.attribute = 'price' THEN coalesce(r.tier, 'standard') END
LEFT JOIN dispute d ON d.model_id = r.model_id AND (d.route_id IS NULL OR d.route_id = r.route_id)
    AND d.attribute = r.attribute AND d.meter IS NOT DISTINCT FROM r.meter AND d.qualifiers = r.qualifiers
ORDER BY r.authority <> 0, r.provider IS DISTINCT FROM m.lab, r.provider, r.source, r.subject_stated,
         r.attribute = 'price', about, r.fact_id;

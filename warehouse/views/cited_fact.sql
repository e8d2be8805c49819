-- Every fact on a model with its receipt, the publisher that states it, and the days that pages print.
CREATE OR REPLACE VIEW internal.cited_fact AS
SELECT f.fact_id, f.source, coalesce(b.name, s.publisher) AS publisher,
       is_sellers_own(s.publisher, f.provider) AS is_own, f.provider,
       coalesce(p.name, f.provider) AS provider_name, f.subject_stated, f.model_id, f.route_id, f.attribute, f.meter,
       f.tier, f.qualifiers, f.value_text, f.value_number, f.held_value, f.held_because,
       f.review_rank = 2 AS is_rejected, f.quote, f.locator, f.url, f.page_sha256, utc_date(f.fetched_at) AS fetched,
       utc_date(f.first_seen_at) AS first_seen, utc_date(f.last_checked_at) AS checked, utc_date(f.missing_since)
           AS missing_since,
       utc_date(f.last_reviewed_at) AS reviewed
FROM facts f
JOIN internal.source_info s USING (source)
LEFT JOIN internal.provider_info p ON p.provider = f.provider
LEFT JOIN internal.provider_info b ON b.provider = s.publisher
WHERE f.model_id IS NOT NULL;

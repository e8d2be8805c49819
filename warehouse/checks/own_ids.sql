-- An id shown as the seller's own that no page of the seller states.
SELECT r.route_id, r.provider_model_id FROM internal.route_spelling r
WHERE provider_model_id IS NOT NULL AND NOT EXISTS (
    FROM internal.fact_key k JOIN internal.source_info s USING (source)
    WHERE k.provider = r.provider AND is_sellers_own(s.publisher, r.provider) AND k.subject_stated = r.provider_model_id
);

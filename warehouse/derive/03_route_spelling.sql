-- How each route is written: its id as the seller itself writes it, on a page of its own, and as others do. An id has
-- no spaces. Of several the seller's newest pages go first, and the plain id before one with a date or a pointer to the
-- latest. It is decided anew for routes of which a key is touched, or which a subject was before; for all of them where
-- a key is gone, which cannot say any more whose it was.
CREATE OR REPLACE TEMP TABLE spelled_route AS
SELECT i.route_id
FROM internal.fact_key k
SEMI JOIN internal.touched_key USING (key_id)
JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
    AND i.subject_stated = k.subject_stated
WHERE i.route_id IS NOT NULL
UNION
SELECT route_id FROM moved_route
UNION
SELECT route_id FROM internal.identity WHERE route_id IS NOT NULL AND route_id NOT IN (
    SELECT route_id FROM internal.route_spelling)
UNION
SELECT route_id FROM internal.identity WHERE route_id IS NOT NULL AND EXISTS (
    FROM internal.touched_key EXCEPT SELECT key_id FROM internal.fact_key
    EXCEPT SELECT claim_id FROM internal.claim_set_aside);
DELETE FROM internal.route_spelling WHERE route_id IN (FROM spelled_route);
INSERT INTO internal.route_spelling BY NAME
WITH spelling AS (
    SELECT i.route_id, i.provider, i.model_id, i.route_variant, i.rule, i.subject_stated, s.publisher,
           coalesce(is_sellers_own(s.publisher, i.provider), FALSE) AS is_own,
           bool_or(f.last_version_seq IS NULL) AS is_stated_now
    FROM internal.identity i
    LEFT JOIN internal.fact_key k USING (provider, subject_kind, subject_stated)
    LEFT JOIN internal.source_info s USING (source)
    LEFT JOIN internal.fact f USING (key_id)
    WHERE i.route_id IN (FROM spelled_route)
    GROUP BY ALL
), ranked AS (
    SELECT *, contains(subject_stated, ' ') AS is_name,
           (NOT is_stated_now, subject_stated LIKE '%latest%', length(subject_stated), subject_stated) AS spelling_rank,
           count(DISTINCT publisher) OVER (PARTITION BY route_id, subject_stated) AS publishers
    FROM spelling
), by_others AS (
    SELECT route_id, arg_min(subject_stated, (-publishers, spelling_rank)) AS id_by_others
    FROM ranked WHERE NOT is_own AND NOT is_name AND publisher IS NOT NULL GROUP BY route_id
)
SELECT r.route_id, r.provider, r.model_id, any_value(r.route_variant) AS route_variant,
       arg_min(r.subject_stated, r.spelling_rank) FILTER (WHERE r.is_own AND NOT r.is_name) AS provider_model_id,
       o.id_by_others,
       string_agg(DISTINCT r.publisher, ', ' ORDER BY r.publisher)
           FILTER (WHERE r.subject_stated = o.id_by_others AND NOT r.is_own) AS id_by_others_publisher,
       arg_min(r.subject_stated, (NOT r.is_own, NOT r.is_name, r.spelling_rank)) AS stated_name,
       arg_min(r.rule, r.subject_stated) AS identity_rule
FROM ranked r
LEFT JOIN by_others o USING (route_id)
GROUP BY r.route_id, r.provider, r.model_id, o.id_by_others;
DROP TABLE spelled_route;

-- Every offer with its words, and whether a page of its seller states an end that has come, of it or, for a variant
-- ("us", "1024-x-1024"), of the plain route of that model.
WITH stated AS (
    SELECT DISTINCT route_id
    FROM facts f
    JOIN sources s ON s.source = f.source
    WHERE f.route_id IS NOT NULL AND (s.lineage = 'first_party' OR s.publisher = f.provider)
        AND (f.attribute = 'retired_date' OR (f.attribute = 'status' AND f.value_text = 'retired'))
), plainly_stated AS (
    SELECT DISTINCT r.provider, r.model_id
    FROM routes r SEMI JOIN stated USING (route_id)
    WHERE r.route_variant IS NULL
)
SELECT o.route_id, o.standing, o.status,
       s.route_id IS NOT NULL OR (o.route_variant IS NOT NULL AND p.model_id IS NOT NULL) AS is_stated
FROM offers o
LEFT JOIN stated s USING (route_id)
LEFT JOIN plainly_stated p ON p.provider = o.provider AND p.model_id = o.model_id
ORDER BY o.route_id

-- Every offer with its words, and whether a page of its seller states an end that has come.
WITH stated AS (
    SELECT DISTINCT route_id
    FROM facts f
    JOIN sources s ON s.source = f.source
    WHERE f.route_id IS NOT NULL AND (s.lineage = 'first_party' OR s.publisher = f.provider)
        AND (f.attribute = 'retired_date' OR (f.attribute = 'status' AND f.value_text = 'retired'))
)
SELECT o.route_id, o.standing, o.status, s.route_id IS NOT NULL AS is_stated
FROM offers o
LEFT JOIN stated s USING (route_id)
ORDER BY o.route_id

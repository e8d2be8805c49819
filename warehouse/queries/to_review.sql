-- What waits for a person, of one model where one is asked for, each with the fact's id that a decision names: held
-- values, then disputes with all their values, the one that leads first. Within each kind by reach: the offers that
-- the value is of and the pages that print it (its model's page and comparisons, the pairs of which are asked for as
-- $paired; a seller's page where it is of one offer), then by how many times one number is the other, then by age.
WITH open_dispute AS MATERIALIZED (
    FROM disputes WHERE state = 'open' AND ($model IS NULL OR model_id = $model)
), disputed_since AS (
    SELECT s.leading_fact_id, max(f.first_seen_at) AS since_at
    FROM (
        SELECT statements[1].fact_id AS leading_fact_id, unnest([s.fact_id FOR s IN statements]) AS fact_id
        FROM open_dispute
    ) s JOIN internal.fact_as_of f USING (fact_id) GROUP BY ALL
), waiting AS (
    SELECT 'held' AS kind, fact_id, provider || ' ' || subject_stated AS subject,
           concat_ws(' ', attribute, meter, nullif(qualifiers, '')) AS about, published_value AS stands,
           proposed_value || ' (' || reasons || ')' AS against, since_at, model_id, route_id,
           [published_value, proposed_value] AS stated, folded_because
    FROM query_table(ready('reviews')) WHERE state = 'open' AND ($model IS NULL OR model_id = $model)
    UNION ALL
    SELECT 'dispute', d.statements[1].fact_id, d.subject_id,
           concat_ws(' ', d.attribute, d.meter, nullif(d.qualifiers, '')),
           d.statements[1].value || ' (' || d.statements[1].publishers || ', authority ' || d.statements[1].authority
               || ')',
           array_to_string([s.value || ' (' || s.publishers || ', authority ' || s.authority || ', fact ' || s.fact_id
               || ')'
                            FOR s IN d.statements[2:]], '; '),
           n.since_at, d.model_id, d.route_id, [s.value FOR s IN d.statements],
           d.folded_because
    FROM open_dispute d LEFT JOIN disputed_since n ON n.leading_fact_id = d.statements[1].fact_id
), measured AS (
    SELECT w.* EXCLUDE (stated), [try_cast(split_part(v, ' ', 1) AS DOUBLE) FOR v IN stated] AS numbers,
           CASE WHEN w.route_id IS NOT NULL THEN 1 ELSE coalesce(m.live_routes, 0) END AS offers,
           len([one FOR one IN $paired::VARCHAR[] IF one = w.model_id])
               + (w.model_id IS NOT NULL)::INTEGER + (w.route_id IS NOT NULL)::INTEGER AS pages
    FROM waiting w LEFT JOIN query_table(ready('internal.directory')) m USING (model_id)
)
SELECT kind, fact_id, subject, about, stands, against, since_at, offers, pages,
       CASE WHEN list_min(numbers) > 0 AND list_count(numbers) = len(numbers)
           THEN round(list_max(numbers) / list_min(numbers), 2) END AS times, folded_because
FROM measured
ORDER BY folded_because IS NOT NULL, kind = 'dispute', offers + pages DESC, times DESC NULLS LAST, since_at, subject,
         about;

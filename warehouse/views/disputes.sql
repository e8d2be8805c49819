-- Where publishers state different values of one thing on the day asked for: all values, side by side. A date that says
-- less than another ("2025-01" beside "2025-01-31") does not contradict it, nor does a price in one currency one in
-- another. It is settled while a person has chosen one of its values over all the others; a value that a person
-- rejected takes no part.
CREATE OR REPLACE VIEW disputes AS
WITH comparable AS (
    SELECT coalesce(k.route_id, k.model_id) AS subject_id, k.model_id, k.route_id, k.attribute, k.meter,
           concat_ws(', ', nullif(k.qualifiers, ''),
               CASE WHEN k.currency <> 'USD' THEN 'in ' || k.currency END) AS qualifiers,
           k.value_text, k.publisher, k.fact_id, k.review_rank, k.chosen_over, k.authority, k.last_checked_at
    FROM fact_as_of k
    WHERE k.missing_since IS NULL AND k.review_rank < 2 AND k.route_id IS NOT NULL
      AND k.attribute IN ('price', 'context_tokens', 'max_output_tokens', 'status', 'deprecated_date', 'retired_date',
          'capability', 'input_modalities')
      AND (k.valid_from IS NULL OR k.valid_from <= as_of_date()) AND (k.valid_to IS NULL OR k.valid_to > as_of_date())
    UNION ALL
    SELECT k.model_id, k.model_id, NULL, k.attribute, NULL, k.qualifiers, k.value_text, k.publisher, k.fact_id,
           k.review_rank, k.chosen_over, k.authority, k.last_checked_at
    FROM fact_as_of k
    WHERE k.missing_since IS NULL AND k.review_rank < 2
        AND k.attribute IN ('released_date', 'knowledge_cutoff', 'licence', 'open_weights')
), valued AS (
    SELECT subject_id, model_id, route_id, attribute, meter, qualifiers, value_text,
           string_agg(DISTINCT publisher, ', ' ORDER BY publisher) AS publishers, min(review_rank) AS review_rank,
           arg_min(chosen_over, review_rank) AS chosen_over, min(authority) AS authority,
           arg_min(fact_id, (review_rank, authority, fact_id)) AS fact_id, max(last_checked_at) AS last_checked_at
    FROM comparable GROUP BY ALL
), compared AS (
    SELECT v.*, list(v.value_text) OVER (PARTITION BY v.subject_id, v.route_id, v.attribute, v.meter,
           v.qualifiers) AS stated, regexp_full_match(v.value_text, '\d{4}(-\d{2})?') AND EXISTS (
        SELECT 1 FROM valued o
        WHERE o.subject_id = v.subject_id AND o.attribute = v.attribute AND o.qualifiers = v.qualifiers
          AND starts_with(o.value_text, v.value_text || '-')) AS says_less
    FROM valued v
)
SELECT subject_id, model_id, route_id, attribute, meter, qualifiers, count(*) AS values_stated,
       list({'value': value_text, 'publishers': publishers, 'fact_id': fact_id,
             'last_checked_at': last_checked_at, 'authority': authority}
            ORDER BY review_rank, authority, value_text) AS statements,
       CASE WHEN bool_or(review_rank = 0 AND list_has_all(list_append(chosen_over, value_text), stated)) THEN 'settled'
           ELSE 'open' END AS state
FROM compared
GROUP BY ALL
HAVING count(*) FILTER (WHERE NOT says_less) > 1;
COMMENT ON VIEW disputes IS 'One row per thing of which different values are stated.';

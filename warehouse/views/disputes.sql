-- Disputes: one row per thing that equals state differently, with all values of the highest rank that speaks: of a
-- model its maker's pages, else its card, else everybody; of a route its seller, else everybody, with one vote per
-- publisher. What a lower rank says otherwise is in model_fact and offers as dissent. A year or a month says less than
-- a day in it and does not contradict it, nor does a number that is rounded. It is settled while a person has chosen
-- one of its values over all the others; a value that a person rejected takes no part. Which a person is asked about:
-- those of what is sold, and of a model only where one at least knows it first hand; folded_because says of the others
-- why not.
CREATE OR REPLACE VIEW disputes AS
WITH route_statement AS (
    SELECT k.route_id AS subject_id, k.model_id, k.route_id,
           k.attribute, k.meter,
           concat_ws(', ', nullif(k.qualifiers, ''),
               CASE WHEN k.currency <> 'USD' THEN 'in ' || k.currency END) AS qualifiers,
           k.value_text, k.value_number, k.is_rounded, k.publisher, k.lineage, k.source, k.fact_id, k.review_rank,
           k.chosen_over,
           CASE WHEN k.authority = 0 AND NOT is_stale(k.attribute, k.last_checked_at) THEN 0 ELSE 3 END AS rank,
           k.authority, k.last_checked_at
    FROM internal.fact_as_of k
    WHERE k.missing_since IS NULL AND k.review_rank < 2 AND k.route_id IS NOT NULL
      AND k.attribute IN ('price', 'context_tokens', 'max_output_tokens', 'status', 'deprecated_date', 'retired_date')
      AND (k.valid_from IS NULL OR k.valid_from <= as_of_date()) AND (k.valid_to IS NULL OR k.valid_to > as_of_date())
), one_vote AS (
    SELECT * FROM route_statement
    QUALIFY row_number() OVER (
        PARTITION BY subject_id, attribute, meter, qualifiers, rank, publisher, CASE WHEN rank = 0 THEN value_text END
        ORDER BY review_rank, utc_date(last_checked_at) DESC, value_text, fact_id) = 1
), comparable AS (
    -- A statement that is a month older than the newest one is what was said before it.
    SELECT * FROM one_vote
    QUALIFY last_checked_at > max(last_checked_at) OVER (
        PARTITION BY subject_id, attribute, meter, qualifiers, rank) - INTERVAL 30 DAY
    UNION ALL BY NAME
    SELECT model_id AS subject_id, model_id, NULL AS route_id, attribute, NULL AS meter, '' AS qualifiers, value_text,
           value_number, is_rounded, publisher, lineage, source, fact_id, review_rank, chosen_over, rank, authority,
           last_checked_at
    FROM internal.model_statement
    WHERE missing_since IS NULL AND NOT (rank = 4 AND attribute = 'max_output_tokens')
        AND (is_capability OR attribute IN ('released_date', 'knowledge_cutoff', 'licence', 'open_weights',
            'context_tokens', 'max_output_tokens', 'parameters_total', 'parameters_active', 'input_modalities'))
), highest AS (
    SELECT * FROM comparable
    -- What a person chose takes part whoever states it: what a higher rank says since opens the question again.
    QUALIFY review_rank = 0 OR rank = min(rank) OVER (PARTITION BY subject_id, route_id, attribute, meter, qualifiers)
), valued AS (
    SELECT subject_id, model_id, route_id, attribute, meter, qualifiers, value_text, any_value(value_number)
        AS value_number,
           bool_and(is_rounded) AS is_rounded, min(rank) AS rank,
           string_agg(DISTINCT publisher, ', ' ORDER BY publisher) AS publishers,
           count(DISTINCT publisher) AS votes, bool_and(lineage = 'aggregator') AS is_second_hand,
           min(review_rank) AS review_rank,
           arg_min(chosen_over, review_rank) AS chosen_over, min(authority) AS authority,
           arg_min(fact_id, (review_rank, authority, fact_id)) AS fact_id, max(last_checked_at) AS last_checked_at
    FROM highest GROUP BY ALL
), compared AS (
    SELECT v.*, list(v.value_text) OVER (PARTITION BY v.subject_id, v.route_id, v.attribute, v.meter,
           v.qualifiers) AS stated,
           EXISTS(
        SELECT 1 FROM valued o
        WHERE o.subject_id = v.subject_id AND o.route_id IS NOT DISTINCT FROM v.route_id AND o.attribute = v.attribute
          AND o.meter IS NOT DISTINCT FROM v.meter AND o.qualifiers = v.qualifiers AND o.value_text <> v.value_text
          AND (regexp_full_match(v.value_text, '\d{4}(-\d{2})?') AND starts_with(o.value_text, v.value_text || '-')
               OR v.is_rounded AND is_about(v.attribute, v.value_number, o.value_number)
               OR v.attribute = 'input_modalities'
                   AND list_has_all(string_split(o.value_text, ', '), string_split(v.value_text, ', '))
               OR v.attribute = 'price' AND v.value_number < o.value_number
                   AND o.value_number - v.value_number <= v.value_number * 0.005)
        ) AS says_less
    FROM valued v
), dispute AS (
    SELECT subject_id, model_id, route_id, attribute, meter, qualifiers, min(rank) AS rank,
           count(*) AS values_stated,
           list({'value': value_text, 'publishers': publishers, 'fact_id': fact_id,
                 'last_checked_at': last_checked_at, 'authority': authority}
                ORDER BY review_rank, votes DESC, authority, value_text) AS statements,
           CASE WHEN bool_or(review_rank = 0 AND list_has_all(list_append(chosen_over, value_text), stated))
               THEN 'settled' ELSE 'open' END AS state,
           bool_and(is_second_hand) AS is_second_hand
    FROM compared
    GROUP BY ALL
    HAVING count(*) FILTER (WHERE NOT says_less) > 1
        -- Where most say one thing, the others are dissent.
        AND (min(rank) < 3 OR max(votes) FILTER (WHERE NOT says_less)
            = list_sort(list(votes) FILTER (WHERE NOT says_less), 'DESC')[2])
), sold AS (
    -- Of now the table of offers says it, which has every route.
    SELECT DISTINCT model_id, route_id
    FROM query_table(CASE ready('offers') WHEN 'offers' THEN 'routes' ELSE ready('offers') END)
    WHERE is_live AND kind = 'offer'
)
SELECT d.* EXCLUDE (is_second_hand),
       CASE WHEN NOT EXISTS (
                FROM sold s WHERE s.model_id = d.model_id AND (d.route_id IS NULL OR s.route_id = d.route_id))
            THEN 'no live offer'
            WHEN d.route_id IS NULL AND d.is_second_hand THEN 'only tables of others say it'
       END AS folded_because
FROM dispute d;
COMMENT ON VIEW disputes IS 'One row per thing that equals state differently.';

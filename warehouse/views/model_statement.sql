-- Who says what of a model, by rank: 0 the maker's own pages, 1 the maker's card or hub repository, 2 what the maker's
-- name for it says, 3 everybody else, with one vote per publisher. A statement that is too old has the rank of
-- everybody else. 4: what sellers say of the limits of their routes, which is the model's only where nobody else
-- speaks. One row per model, attribute, rank, publisher and value; of the votes of one publisher only one.
CREATE OR REPLACE VIEW internal.model_statement AS
WITH said AS (
    SELECT k.model_id, k.route_id, CASE WHEN k.attribute = 'capability' THEN k.variant ELSE k.attribute END
        AS attribute,
           CASE WHEN ends_with(k.attribute, '_modalities') THEN modalities_of(k.value_text) ELSE k.value_text END
               AS value_text,
           k.value_number, k.is_rounded, k.publisher, k.lineage, k.source, k.fact_id, k.provider = m.lab
               AS is_makers_route,
           k.review_rank, k.chosen_over, k.authority, k.missing_since, k.first_seen_at, k.last_checked_at,
               k.last_reviewed_at,
           k.state = 'held' AS is_held, k.attribute = 'capability' AS is_capability,
           CASE WHEN k.attribute IN ('context_tokens', 'max_output_tokens') AND k.authority = 0
                    AND k.publisher <> coalesce(m.lab, '') THEN 4
                WHEN k.missing_since IS NOT NULL AND k.authority > 2 THEN 3
                WHEN is_stale(k.attribute, k.last_checked_at) THEN 3
                WHEN k.publisher = m.lab AND k.lineage = 'first_party' THEN 0
                WHEN k.lineage = 'own_card' AND (k.publisher = m.lab OR k.provider = m.lab) THEN 1
                ELSE 3 END AS rank
    FROM internal.fact_as_of k JOIN internal.model_info m USING (model_id)
    WHERE k.review_rank < 2 AND (k.attribute = 'capability' OR k.variant IS NULL)
        AND k.attribute NOT IN ('price', 'alias', 'status', 'deprecated_date', 'retired_date', 'successor',
            'retirement_not_before_date', 'score', 'price_rule', 'points_to')
        -- models.dev demands a boolean of every offer, and says no of open models where others sell them.
        AND NOT (k.attribute = 'open_weights' AND k.value_text = 'no' AND k.lineage = 'aggregator'
            AND k.provider <> coalesce(m.lab, ''))
), in_name AS (
    -- "4B", "A17B" and "128K" in a name: what its maker calls a model says so.
    SELECT model_id, fact_id, publisher, lineage, source, subject_stated, authority, first_seen_at, last_checked_at,
           last_reviewed_at, missing_since,
           regexp_extract(lower(subject_stated), '(?:^|[-_ /])(\d+(?:\.\d+)?)b(?:$|[-_ :])', 1) AS total,
           regexp_extract(lower(subject_stated), '[-_ ]a(\d+(?:\.\d+)?)b(?:$|[-_ :])', 1) AS active,
           regexp_extract(lower(subject_stated), '[-_ ](\d+)k(?:$|[-_ :])', 1) AS context
    FROM internal.fact_as_of
    WHERE model_id IS NOT NULL AND subject_kind <> 'service'
        AND regexp_matches(lower(subject_stated), '\d[bk](?:$|[-_ :])')
), named AS (
    SELECT n.* EXCLUDE (total, active, context), unnest([
               {'attribute': 'parameters_total', 'number': try_cast(total AS DECIMAL(38, 18)) * 1000000000},
               {'attribute': 'parameters_active', 'number': try_cast(active AS DECIMAL(38, 18)) * 1000000000},
               {'attribute': 'context_tokens', 'number': try_cast(context AS DECIMAL(38, 18)) * 1000}],
                   recursive := TRUE)
    FROM in_name n
), every_statement AS (
    SELECT * FROM said
    UNION ALL BY NAME
    SELECT model_id, attribute, number::BIGINT::VARCHAR AS value_text, number AS value_number, TRUE AS is_rounded,
           publisher, lineage, source, fact_id, FALSE AS is_makers_route, 1 AS review_rank, authority, missing_since,
           first_seen_at, last_checked_at, last_reviewed_at, FALSE AS is_held, FALSE AS is_capability,
           2 AS rank
    FROM named WHERE number > 0
    QUALIFY row_number() OVER (PARTITION BY model_id, attribute
        ORDER BY authority, missing_since IS NOT NULL, length(subject_stated), fact_id) = 1
), writer AS (
    SELECT DISTINCT model_id FROM internal.fact_as_of WHERE meter = 'output' AND value_number > 0
), believable AS (
    -- A context under 1,000 tokens is none of a model that writes text, nor is a day to come one of its release.
    SELECT * FROM every_statement
    WHERE NOT (attribute = 'context_tokens' AND value_number < 1000 AND model_id IN (FROM writer))
      AND NOT (attribute IN ('released_date', 'knowledge_cutoff')
          AND (substr(value_text, 1, 10) > strftime(as_of_date(), '%Y-%m-%d')
              OR value_text < strftime(as_of_date() - INTERVAL 25 YEAR, '%Y-%m-%d')))
), voted AS (
    -- Of each publisher beside the maker the statement on the maker's own route, else its most frequent one.
    SELECT *, count(*) OVER (PARTITION BY model_id, attribute, rank, publisher, value_text) AS said_times
    FROM believable
)
SELECT model_id, attribute, is_capability, rank, publisher, lineage, source, value_text, value_number, is_rounded,
    fact_id,
       review_rank, chosen_over, authority, missing_since, first_seen_at, last_checked_at, last_reviewed_at, is_held,
       said_times
FROM voted
QUALIFY row_number() OVER (
    PARTITION BY model_id, attribute, rank, publisher, CASE WHEN rank < 3 THEN value_text END
    ORDER BY review_rank, missing_since IS NOT NULL, NOT is_makers_route, authority, said_times DESC,
        utc_date(last_checked_at) DESC, value_text, fact_id) = 1;

-- Who says what of a model, by rank: 0 the maker's own pages, 1 the maker's card or hub repository, 2 what the maker's
-- name for it says, 3 everybody else, with one vote per publisher. A statement that is too old has the rank of
-- everybody else, but for what does not change once a model is out. 4: what sellers say of the limits of their routes,
-- and tables of the longest answers of sellers other than the maker, which is the model's only where nobody else
-- speaks. What others no longer say, or said long ago, speaks last. One row per model, attribute, rank, publisher and
-- value; of the votes of one publisher only one.
CREATE OR REPLACE VIEW internal.model_statement AS
WITH published_weights AS (
    -- Weights that a table calls published on more routes than not are published, whatever it says of the maker's.
    SELECT model_id, publisher FROM internal.fact_as_of WHERE attribute = 'open_weights'
    GROUP BY model_id, publisher
    HAVING count(*) FILTER (WHERE value_text = 'yes') > count(*) FILTER (WHERE value_text = 'no')
), plain_cutoff AS (
    SELECT DISTINCT model_id, publisher FROM internal.fact_as_of
    WHERE attribute = 'knowledge_cutoff' AND variant IS NULL
), rare_reasoning AS (
    -- That a model reasons is true wherever it is served: a yes on fewer than a quarter of a table's routes is a slip.
    SELECT model_id, publisher FROM internal.fact_as_of
    WHERE attribute = 'capability' AND lineage = 'aggregator' AND missing_since IS NULL
    GROUP BY model_id, publisher
    HAVING 4 * count(DISTINCT route_id) FILTER (WHERE variant = 'reasoning' AND value_text = 'yes')
        < count(DISTINCT route_id)
), said AS (
    SELECT k.model_id, k.route_id, CASE WHEN k.attribute = 'capability' THEN k.variant ELSE k.attribute END
        AS attribute,
           CASE WHEN NOT ends_with(k.attribute, '_modalities') THEN k.value_text
                -- What sees no pictures reads no PDF: its seller takes the text out.
                WHEN k.publisher <> coalesce(m.lab, '') AND modalities_of(k.value_text) = 'pdf, text' THEN 'text'
                ELSE modalities_of(k.value_text) END AS value_text,
           k.value_number, k.is_rounded, k.publisher, k.lineage, k.source, k.fact_id, k.provider = m.lab
               AS is_makers_route,
           k.review_rank, k.chosen_over, k.authority, k.missing_since, k.first_seen_at, k.last_checked_at,
               k.last_reviewed_at,
           k.state = 'held' AS is_held, k.attribute = 'capability' AS is_capability,
           CASE WHEN k.attribute IN ('context_tokens', 'max_output_tokens') AND k.authority = 0
                    AND k.publisher <> coalesce(m.lab, '') THEN 4
                WHEN k.attribute = 'max_output_tokens' AND k.lineage = 'aggregator'
                    AND NOT is_sellers_own(coalesce(m.lab, ''), k.provider) THEN 4
                WHEN k.missing_since IS NOT NULL AND k.authority > 2 THEN 3
                WHEN is_stale(k.attribute, k.last_checked_at) AND NOT does_not_age(k.attribute, k.lineage) THEN 3
                WHEN k.publisher = m.lab AND k.lineage = 'first_party' THEN 0
                WHEN k.lineage = 'own_card' AND (k.publisher = m.lab OR k.provider = m.lab) THEN 1
                ELSE 3 END AS rank
    FROM internal.fact_as_of k JOIN internal.model_info m USING (model_id)
    WHERE k.review_rank < 2 AND (k.attribute = 'capability' OR k.variant IS NULL
            -- Up to when it was trained is what its maker says of what it knows, where that says nothing else.
            OR k.attribute = 'knowledge_cutoff' AND k.variant = 'training'
                AND (k.model_id, k.publisher) NOT IN (SELECT (model_id, publisher) FROM plain_cutoff))
        AND k.attribute NOT IN ('price', 'alias', 'status', 'deprecated_date', 'retired_date', 'successor',
            'retirement_not_before_date', 'score', 'price_rule', 'points_to')
        -- models.dev demands a boolean of every offer, and says no of open models where others sell them.
        AND NOT (k.attribute = 'open_weights' AND k.value_text = 'no' AND k.lineage = 'aggregator'
            AND (k.provider <> coalesce(m.lab, '')
                OR (k.model_id, k.publisher) IN (SELECT (model_id, publisher) FROM published_weights)))
        AND NOT (k.variant = 'reasoning' AND k.value_text = 'yes' AND k.lineage = 'aggregator'
            AND k.attribute = 'capability' AND k.review_rank > 0 AND k.provider <> coalesce(m.lab, '')
            AND (k.model_id, k.publisher) IN (SELECT (model_id, publisher) FROM rare_reasoning))
), in_name AS (
    -- "4B", "A17B" and "128K" in a name: what its maker calls a model says so. In front of a number of experts,
    -- "17B-128E", stands what is active of it.
    SELECT model_id, fact_id, publisher, lineage, source, subject_stated, authority, first_seen_at, last_checked_at,
           last_reviewed_at, missing_since,
           regexp_extract(lower(subject_stated), '(?:^|[-_ /])(\d+(?:\.\d+)?)b(?:$|[-_ :])', 1) AS number,
           regexp_extract(lower(subject_stated), '(?:^|[-_ /])(\d+(?:\.\d+)?)b[-_ ]\d+e(?:$|[-_ :])', 1)
               AS of_experts,
           CASE WHEN of_experts = '' THEN number END AS total,
           CASE WHEN of_experts = ''
                THEN regexp_extract(lower(subject_stated), '[-_ ]a(\d+(?:\.\d+)?)b(?:$|[-_ :])', 1)
                ELSE of_experts END AS active,
           regexp_extract(lower(subject_stated), '[-_ ](\d+)k(?:$|[-_ :])', 1) AS context
    FROM internal.fact_as_of
    WHERE model_id IS NOT NULL AND subject_kind <> 'service'
        AND regexp_matches(lower(subject_stated), '\d[bk](?:$|[-_ :])')
), named AS (
    SELECT n.* EXCLUDE (number, of_experts, total, active, context), unnest([
               {'attribute': 'parameters_total', 'number': try_cast(total AS DECIMAL(38, 18)) * 1000000000},
               {'attribute': 'parameters_active', 'number': try_cast(active AS DECIMAL(38, 18)) * 1000000000},
               {'attribute': 'context_tokens', 'number': try_cast(context AS DECIMAL(38, 18)) * 1000}],
                   recursive := TRUE)
    FROM in_name n
), revision AS (
    -- "2512" in a name is the month in which its maker brought it out: no month is called 25.
    SELECT *, concat('20', month_in_name[:2], '-', month_in_name[3:]) AS month
    FROM (
        SELECT model_id, regexp_extract(model_id, '[-.](2[3-9](?:0[1-9]|1[0-2]))(?:$|[-:])', 1) AS month_in_name
        FROM internal.model_info
    )
    WHERE month_in_name <> ''
), every_statement AS (
    -- The number in a name is round: who states one that is close to it makes it exact.
    SELECT s.* REPLACE (CASE WHEN s.rank = 3 AND n.model_id IS NOT NULL THEN 2 ELSE s.rank END AS rank)
    FROM said s
    LEFT JOIN (SELECT model_id, attribute, any_value(number) AS number FROM named GROUP BY model_id, attribute) n
        ON n.model_id = s.model_id AND n.attribute = s.attribute AND starts_with(s.attribute, 'parameters_')
        AND is_about(s.attribute, n.number, s.value_number)
    UNION ALL BY NAME
    SELECT f.model_id, 'released_date' AS attribute, r.month AS value_text, f.publisher, f.lineage, f.source, f.fact_id,
           FALSE AS is_rounded, FALSE AS is_makers_route, 1 AS review_rank, f.authority, f.missing_since,
           f.first_seen_at, f.last_checked_at, f.last_reviewed_at, FALSE AS is_held, FALSE AS is_capability, 4 AS rank
    FROM internal.fact_as_of f JOIN revision r USING (model_id)
    WHERE contains(f.subject_stated, r.month_in_name)
    QUALIFY row_number() OVER (PARTITION BY f.model_id
        ORDER BY f.authority, f.missing_since IS NOT NULL, length(f.subject_stated), f.fact_id) = 1
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
      -- "80k" in a name, where all others say many times as much, is a budget for thinking.
      AND NOT (attribute = 'context_tokens' AND rank = 2 AND value_number * 8 <= coalesce((
          SELECT min(o.value_number) FROM said o
          WHERE o.model_id = every_statement.model_id AND o.attribute = 'context_tokens'), 0))
      -- Nothing came out before the month that its name bears.
      AND NOT (attribute = 'released_date' AND rank >= 3
          AND value_text < coalesce((SELECT r.month FROM revision r WHERE r.model_id = every_statement.model_id), ''))
), voted AS (
    -- Of each publisher beside the maker the statement on the maker's own route, else its most frequent one.
    SELECT *, count(*) OVER (PARTITION BY model_id, attribute, rank, publisher, value_text) AS said_times
    FROM believable
)
SELECT model_id, attribute, is_capability, rank, publisher, lineage, source, value_text, value_number, is_rounded,
    fact_id,
       review_rank, chosen_over, authority, missing_since, first_seen_at, last_checked_at, last_reviewed_at, is_held,
       said_times,
       rank >= 3 AND (missing_since IS NOT NULL
           OR is_stale(attribute, last_checked_at) AND NOT does_not_age(attribute, lineage)) AS speaks_last
FROM voted
QUALIFY row_number() OVER (
    PARTITION BY model_id, attribute, rank, publisher, CASE WHEN rank < 3 THEN value_text END
    ORDER BY review_rank, missing_since IS NOT NULL, NOT is_makers_route, authority, said_times DESC,
        utc_date(last_checked_at) DESC, value_text, fact_id) = 1;

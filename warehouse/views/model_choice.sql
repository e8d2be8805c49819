-- Of every model and attribute the value that wins, with the rule that decided, the rank that spoke and how many
-- publishers said otherwise; ties included. The highest rank that speaks decides: of the maker's own pages the newest,
-- of everybody else's votes the most. Where as many say one thing as another it is tied. A number that is
-- rounded to K or M is one with the exact one.
CREATE OR REPLACE VIEW internal.model_choice AS
WITH spoken AS (
    SELECT *, dense_rank() OVER (PARTITION BY model_id, attribute
               ORDER BY review_rank, speaks_last, rank) AS turn
    FROM query_table(model_statements())
    WHERE NOT is_capability
), exact AS (
    SELECT s.*, coalesce((
        SELECT min(o.value_text) FROM spoken o
        WHERE o.model_id = s.model_id AND o.attribute = s.attribute AND o.turn = s.turn AND NOT o.is_rounded
            AND s.is_rounded AND is_about(s.attribute, s.value_number, o.value_number)), s.value_text)
               AS counts_for
    FROM spoken s
), tallied AS (
    SELECT model_id, attribute, turn, counts_for AS value_text, min(rank) AS rank, min(review_rank) AS review_rank,
           count(*) AS statements, count(DISTINCT publisher) AS publishers,
           arg_min(fact_id, (value_text <> counts_for, missing_since IS NOT NULL, authority, source, fact_id))
               AS fact_id,
           arg_min(source, (value_text <> counts_for, missing_since IS NOT NULL, authority, source, fact_id)) AS source,
           arg_min(publisher, (value_text <> counts_for, missing_since IS NOT NULL, authority, source, fact_id))
               AS publisher,
           any_value(value_number ORDER BY value_text <> counts_for) AS value_number,
           bool_or(authority > 0) AS is_second_hand,
           bool_and(missing_since IS NOT NULL) AS is_missing, min(first_seen_at) AS first_seen_at,
           max(last_checked_at) AS last_checked_at, max(missing_since) AS last_missing_since,
           max(last_reviewed_at) AS last_reviewed_at, bool_or(is_held) AS is_held, max(said_times) AS said_times
    FROM exact GROUP BY ALL
), context AS (
    SELECT model_id, max(value_number) AS tokens FROM spoken WHERE attribute = 'context_tokens' GROUP BY model_id
), within_context AS (
    -- No answer is longer than the context. Where nobody states a context, tables fill in 4,096 or the context itself.
    SELECT t.* FROM tallied t LEFT JOIN context c USING (model_id)
    WHERE t.attribute <> 'max_output_tokens' OR t.value_number <= c.tokens
), differing_sellers AS (
    SELECT model_id, min(turn) AS first_turn
    FROM (
        SELECT model_id, turn FROM within_context WHERE attribute = 'max_output_tokens' AND rank = 4
        GROUP BY model_id, turn HAVING count(*) > 1
    )
    GROUP BY model_id
), countable AS (
    -- An answer as long as the context is what a table says that has no other number.
    SELECT t.* FROM within_context t
    LEFT JOIN context c USING (model_id)
    LEFT JOIN differing_sellers d USING (model_id)
    QUALIFY NOT (t.attribute = 'max_output_tokens' AND t.rank >= 3 AND t.value_number = c.tokens
        AND min(t.value_number) OVER (PARTITION BY t.model_id, t.attribute) < c.tokens)
        -- Sellers end answers where each wants: where they differ, none of them says how long the model's may be,
        -- and none of those that said it longer ago.
        AND NOT (t.attribute = 'max_output_tokens' AND t.rank = 4 AND t.turn >= coalesce(d.first_turn, t.turn + 1))
), ordered AS (
    SELECT *, row_number() OVER choices AS place, lead(turn) OVER choices AS next_turn,
           lead(publishers) OVER choices AS next_publishers, lead(is_missing) OVER choices AS next_is_missing,
           sum(publishers) OVER (PARTITION BY model_id, attribute) - publishers AS dissenting_publishers
    FROM countable
    WINDOW choices AS (PARTITION BY model_id, attribute
        ORDER BY turn, is_missing, CASE WHEN rank >= 3 THEN -publishers END,
            -- A shorter list of modalities is no other one: of as many votes the longest.
            CASE WHEN rank >= 3 AND ends_with(attribute, '_modalities') THEN -length(value_text) END,
            utc_date(last_checked_at) DESC,
            publishers DESC, length(value_text) * ends_with(attribute, '_modalities')::INTEGER DESC, said_times DESC,
            value_text)
)
SELECT model_id, attribute, value_text, value_number, rank, review_rank, rank AS model_authority, statements,
    publishers,
       dissenting_publishers,
       CASE WHEN review_rank = 0 THEN 'a person chose it' WHEN rank = 0 THEN 'the maker says so'
            WHEN rank = 1 THEN 'the maker''s card says so'
            WHEN rank = 2 AND publishers > 1 THEN 'its name says about so'
            WHEN rank = 2 OR rank = 4 AND attribute = 'released_date' THEN 'its name says so'
            WHEN rank = 4 AND is_second_hand THEN 'as its sellers serve it'
            WHEN rank = 4 AND publishers = 1 THEN 'as ' || publisher || ' serves it'
            WHEN rank = 4 THEN 'as ' || publishers || ' sellers serve it'
            WHEN publishers = 1 AND dissenting_publishers = 0 THEN 'stated by ' || publisher || ' only'
            ELSE 'most of ' || (publishers + dissenting_publishers) || ' publishers' END AS rule,
       fact_id, is_missing, source, first_seen_at, last_checked_at, last_missing_since, last_reviewed_at, is_held,
       rank >= 3 AND review_rank > 0 AND coalesce(next_turn = turn, FALSE) AND next_publishers = publishers
           AND next_is_missing = is_missing
           AND attribute NOT IN ('name', 'family', 'input_modalities', 'output_modalities') AS is_tied
FROM ordered
WHERE place = 1;

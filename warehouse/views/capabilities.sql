-- What models can do: yes, no, or disputed where equals differ. The maker's own pages go before its card, and these
-- before everybody else, who have one vote per publisher. No row means not sourced, and so does a "no" that one
-- aggregator alone says: its format may demand a yes or no, and its lists leave out what it does not know.
CREATE OR REPLACE VIEW capabilities AS
WITH statement AS (
    SELECT model_id, attribute AS capability, value_text, rank, publisher, lineage, source, fact_id, review_rank,
           authority, missing_since, first_seen_at, last_checked_at, last_reviewed_at, speaks_last
    FROM query_table(model_statements()) WHERE is_capability
    UNION ALL
    -- Reading pictures is vision; reading or writing more than text is multimodal.
    SELECT model_id, unnest(['vision', 'multimodal']), unnest([
               CASE WHEN list_contains(string_split(value_text, ', '), 'image') THEN 'yes' ELSE 'no' END,
               CASE WHEN value_text <> 'text' THEN 'yes' ELSE 'no' END]),
           rank, publisher, lineage, source, fact_id, review_rank, authority, missing_since, first_seen_at,
           last_checked_at, last_reviewed_at, speaks_last
    FROM query_table(model_statements()) WHERE attribute = 'input_modalities'
), one_vote AS (
    -- A publisher that says both says yes: its lists of what a model reads are shorter than what it can do.
    SELECT * FROM statement
    QUALIFY row_number() OVER (PARTITION BY model_id, capability, rank, publisher
        ORDER BY review_rank, missing_since IS NOT NULL, value_text = 'no', authority, source, fact_id) = 1
), spoken AS (
    SELECT *, dense_rank() OVER (PARTITION BY model_id, capability
               ORDER BY review_rank > 0, speaks_last, rank) AS turn
    FROM one_vote
), tallied AS (
    SELECT model_id, capability,
           count(*) FILTER (WHERE value_text = 'yes') AS statements_yes,
           count(*) FILTER (WHERE value_text = 'no') AS statements_no,
           count(*) FILTER (WHERE turn = 1 AND value_text = 'yes') AS votes_yes,
           count(*) FILTER (WHERE turn = 1 AND value_text = 'no') AS votes_no,
           min(rank) FILTER (WHERE turn = 1) AS rank, min(review_rank) AS review_rank,
           any_value(publisher) FILTER (WHERE turn = 1) AS publisher,
           bool_or(lineage NOT IN ('aggregator', 'community')) FILTER (WHERE turn = 1 AND value_text = 'no')
               AS no_is_first_hand,
           string_agg(DISTINCT source, ', ' ORDER BY source) AS source,
           arg_min(fact_id, (turn, authority, missing_since IS NOT NULL, source, fact_id))
               FILTER (WHERE value_text = 'yes') AS yes_fact_id,
           arg_min(fact_id, (turn, authority, missing_since IS NOT NULL, source, fact_id))
               FILTER (WHERE value_text = 'no') AS no_fact_id,
           min(first_seen_at) AS first_seen_at, max(last_checked_at) AS last_checked_at,
           CASE WHEN bool_and(missing_since IS NOT NULL) THEN max(missing_since) END AS missing_since,
           max(last_reviewed_at) AS last_reviewed_at
    FROM spoken GROUP BY model_id, capability
)
SELECT model_id, NULL::VARCHAR AS route_id, capability,
       CASE WHEN votes_yes > votes_no THEN 'yes' WHEN votes_yes = votes_no THEN 'disputed'
            WHEN rank < 3 OR votes_no > 1 OR no_is_first_hand OR review_rank = 0 THEN 'no'
            ELSE 'not sourced' END AS state,
       rank,
       CASE WHEN review_rank = 0 THEN 'a person chose it' WHEN rank = 0 THEN 'the maker says so'
            WHEN rank = 1 THEN 'the maker''s card says so'
            WHEN votes_yes + votes_no = 1 THEN 'stated by ' || publisher || ' only'
            ELSE 'most of ' || (votes_yes + votes_no) || ' publishers' END AS rule,
       CASE WHEN state = 'no' THEN statements_yes ELSE statements_no END AS dissenting_publishers,
       statements_yes, statements_no, yes_fact_id, no_fact_id,
       source, coalesce(CASE WHEN state = 'no' THEN no_fact_id END, yes_fact_id, no_fact_id) AS fact_id, first_seen_at,
       last_checked_at, missing_since, last_reviewed_at
FROM tallied;
COMMENT ON VIEW capabilities IS
    'One row per model and capability that any source states; a capability without a row is not sourced.';

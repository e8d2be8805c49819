-- What models can do, by all statements: yes, no, or disputed where sellers or sources differ. No row means not
-- sourced, and so does a "no" that one aggregator alone says: its format may demand a yes or no, and its lists leave
-- out what it does not know.
CREATE OR REPLACE VIEW capabilities AS
WITH stated AS (
    SELECT model_id, route_id, variant AS capability, value_text, review_rank, authority, publisher, provider, lineage,
           source, fact_id, first_seen_at, last_checked_at, missing_since, last_reviewed_at
    FROM fact_as_of WHERE attribute = 'capability' AND review_rank < 2
    UNION ALL
    -- Reading pictures is vision; reading or writing more than text is multimodal.
    SELECT model_id, route_id, unnest(['vision', 'multimodal']), unnest([
               CASE WHEN list_contains(string_split(value_text, ', '), 'image') THEN 'yes' ELSE 'no' END,
               CASE WHEN value_text <> 'text' THEN 'yes' ELSE 'no' END]),
           review_rank, authority, publisher, provider, lineage, source, fact_id, first_seen_at, last_checked_at,
           missing_since, last_reviewed_at
    FROM fact_as_of WHERE attribute = 'input_modalities' AND review_rank < 2
), tallied AS (
    SELECT s.model_id, s.capability,
           count(*) FILTER (WHERE value_text = 'yes') AS statements_yes,
           count(*) FILTER (WHERE value_text = 'no') AS statements_no,
           count(DISTINCT publisher) FILTER (WHERE value_text = 'no') > 1 OR count(*) FILTER (
               WHERE value_text = 'no' AND lineage NOT IN ('aggregator', 'community')) > 0 AS is_no_sourced,
           arg_min(value_text, (source, fact_id)) FILTER (WHERE review_rank = 0) AS person_says,
           arg_min(value_text, (publisher <> coalesce(m.lab, ''), source, fact_id))
               FILTER (WHERE publisher = m.lab) AS lab_says,
           string_agg(DISTINCT source, ', ' ORDER BY source) AS source,
           arg_min(fact_id, (review_rank, authority, missing_since IS NOT NULL, source, fact_id))
               FILTER (WHERE value_text = 'yes') AS yes_fact_id,
           arg_min(fact_id, (review_rank, authority, missing_since IS NOT NULL, source, fact_id))
               FILTER (WHERE value_text = 'no') AS no_fact_id,
           min(first_seen_at) AS first_seen_at, max(last_checked_at) AS last_checked_at,
           CASE WHEN bool_and(missing_since IS NOT NULL) THEN max(missing_since) END AS missing_since,
           max(last_reviewed_at) AS last_reviewed_at
    FROM stated s JOIN model_info m USING (model_id)
    GROUP BY s.model_id, s.capability
)
SELECT model_id, NULL::VARCHAR AS route_id, capability,
       coalesce(person_says, lab_says, CASE WHEN statements_no = 0 THEN 'yes' WHEN statements_yes > 0 THEN 'disputed'
                               WHEN is_no_sourced THEN 'no' ELSE 'not sourced' END) AS state,
       statements_yes, statements_no, yes_fact_id, no_fact_id,
       source, coalesce(yes_fact_id, no_fact_id) AS fact_id, first_seen_at, last_checked_at, missing_since,
       last_reviewed_at
FROM tallied;
COMMENT ON VIEW capabilities IS
    'One row per model and capability that any source states; a capability without a row is not sourced.';

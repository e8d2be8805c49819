-- Of every model and attribute the winning value over all its routes: its maker's own offer before other first parties,
-- then cards, then what most sellers state. An aggregator's "no" to published weights counts where it is about the
-- maker's own offer only: models.dev demands a boolean of every offer, and says no of Llama and DeepSeek where others
-- sell them.
CREATE OR REPLACE VIEW model_fact AS
WITH stated AS (
    SELECT k.*, CASE WHEN k.publisher = m.lab THEN 0 WHEN k.authority IN (1, 2) THEN k.authority
                     WHEN k.provider = m.lab THEN 3 ELSE 4 END AS model_authority
    FROM fact_as_of k JOIN model_info m USING (model_id)
    WHERE k.review_rank < 2 AND k.variant IS NULL
        AND k.attribute NOT IN ('price', 'capability', 'alias', 'status', 'deprecated_date', 'retired_date',
            'successor',
                              'retirement_not_before_date', 'score')
), tallied AS (
    SELECT model_id, attribute, value_text, min(review_rank) AS review_rank, min(model_authority) AS model_authority,
           count(*) AS statements, count(DISTINCT publisher) AS publishers,
           arg_min(fact_id, (review_rank, model_authority, missing_since IS NOT NULL, source, fact_id)) AS fact_id,
           any_value(value_number) AS value_number, bool_and(missing_since IS NOT NULL) AS is_missing,
           arg_min(source, (model_authority, missing_since IS NOT NULL, source, fact_id)) AS source,
           min(first_seen_at) AS first_seen_at, max(last_checked_at) AS last_checked_at,
           max(missing_since) AS last_missing_since, max(last_reviewed_at) AS last_reviewed_at,
           bool_or(state = 'held') AS is_held
    FROM stated GROUP BY model_id, attribute, value_text
    HAVING attribute <> 'open_weights' OR value_text <> 'no' OR min(model_authority) < 4
)
SELECT * FROM tallied
QUALIFY row_number() OVER (
    PARTITION BY model_id, attribute
    ORDER BY review_rank, model_authority, is_missing, statements DESC, last_checked_at::DATE DESC, value_text
) = 1;
COMMENT ON VIEW model_fact IS 'One row per model and attribute: the value that wins, and how many statements agree.';

-- What views answer now, as tables in the order of models: what pages and commands ask of one model. Of some views only
-- the rows and columns that they ask for.
CREATE OR REPLACE TABLE current_model_choice AS SELECT * FROM model_choice ORDER BY model_id, attribute;
CREATE OR REPLACE TABLE current_offers AS SELECT * FROM offers ORDER BY model_id, route_id;
CREATE OR REPLACE TABLE current_capabilities AS SELECT * FROM capabilities ORDER BY model_id, capability;
CREATE OR REPLACE TABLE current_scores AS SELECT * FROM scores ORDER BY model_id;
CREATE OR REPLACE TABLE current_prices AS
SELECT model_id, route_id, meter, tier, lifetime, modality, variant, is_plain, is_regional, region, context_from_tokens,
       context_to_tokens, qualifiers, currency, amount, unit, usd_per_mtok, exchange_rate, exchange_rate_date,
       valid_from, valid_to, superseded_from, in_effect, review_rank, authority, fact_id, last_checked_at, missing_since
FROM prices WHERE route_id IS NOT NULL AND review_rank < 2
ORDER BY model_id;
CREATE OR REPLACE TABLE current_reviews AS SELECT * FROM reviews WHERE model_id IS NOT NULL ORDER BY model_id;
CREATE OR REPLACE TABLE current_cited_fact AS SELECT * FROM cited_fact ORDER BY model_id;
CREATE OR REPLACE TABLE current_cited_change AS SELECT * FROM cited_change ORDER BY model_id;
CREATE OR REPLACE TABLE current_cited_price AS SELECT * FROM cited_price ORDER BY model_id, route_id;
CREATE OR REPLACE TABLE current_cited_set_aside AS SELECT * FROM cited_set_aside ORDER BY model_id;
CREATE OR REPLACE TABLE current_freshness AS SELECT source, attribute, tier, checked_error_days FROM freshness;

-- What views answer now of each model, as tables in the order of models: what pages and commands ask of one model. Of
-- some views only the rows and columns that they ask for.
CREATE OR REPLACE TABLE internal.current_model_choice AS
SELECT * FROM internal.model_choice ORDER BY model_id, attribute;
CREATE OR REPLACE TABLE internal.current_offers AS SELECT * FROM offers ORDER BY model_id, route_id;
CREATE OR REPLACE TABLE internal.current_capabilities AS SELECT * FROM capabilities ORDER BY model_id, capability;
CREATE OR REPLACE TABLE internal.current_prices AS
SELECT model_id, route_id, stated_name, meter, tier, lifetime, modality, variant, is_plain, is_regional, region, mode,
       hours, price_class, plan, band_rule, context_from_tokens, context_to_tokens, qualifiers, currency, amount, unit,
       usd_per_mtok, exchange_rate, exchange_rate_date, valid_from, valid_to, superseded_from, in_effect, review_rank,
       authority, publisher, source, document, held_value, is_stale, fact_id, last_checked_at, missing_since
FROM prices WHERE route_id IS NOT NULL AND review_rank < 2
ORDER BY model_id;
CREATE OR REPLACE TABLE internal.current_cited_fact AS SELECT * FROM internal.cited_fact ORDER BY model_id;
CREATE OR REPLACE TABLE internal.current_cited_change AS SELECT * FROM internal.cited_change ORDER BY model_id;
CREATE OR REPLACE TABLE internal.current_cited_price AS
SELECT * FROM internal.cited_price ORDER BY model_id, route_id;

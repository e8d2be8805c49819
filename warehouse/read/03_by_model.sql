-- What several tables of now by model are made of: what is said of the models that they are made of, once for all of
-- them, and the prices of these, which stand in their table already.
CREATE OR REPLACE TEMP TABLE narrowed_model_statement AS FROM internal.model_statement;
CREATE OR REPLACE TEMP VIEW narrowed_price AS
FROM internal.current_prices WHERE model_id IS NULL OR model_id IN (FROM temp.touched_model);

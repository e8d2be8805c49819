-- Adds to the tables that were made for the touched models the rows of all others, from the generation before.
INSERT INTO internal.current_model_choice BY NAME
FROM previous.internal.current_model_choice SEMI JOIN kept_model USING (model_id);
INSERT INTO internal.current_offers BY NAME
FROM previous.internal.current_offers SEMI JOIN kept_model USING (model_id);
INSERT INTO internal.current_capabilities BY NAME
FROM previous.internal.current_capabilities SEMI JOIN kept_model USING (model_id);
INSERT INTO internal.current_prices BY NAME
FROM previous.internal.current_prices SEMI JOIN kept_model USING (model_id);
INSERT INTO internal.current_cited_fact BY NAME
FROM previous.internal.current_cited_fact SEMI JOIN kept_model USING (model_id);
INSERT INTO internal.current_cited_change BY NAME
FROM previous.internal.current_cited_change SEMI JOIN kept_model USING (model_id);
INSERT INTO internal.current_cited_price BY NAME
FROM previous.internal.current_cited_price SEMI JOIN kept_model USING (model_id);

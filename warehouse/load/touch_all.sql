-- Touches every key: the rules of derivation are others than those that the derived rows were made by.
INSERT INTO touched_key SELECT key_id FROM fact_key;
INSERT INTO touched_document SELECT DISTINCT source, document FROM page_order;

-- Touches every key: the rules of derivation are others than those that the derived rows were made by.
INSERT INTO touched_key SELECT key_id FROM fact_key;
INSERT INTO touched_document SELECT source, document, min(seen_at) FROM page_order GROUP BY source, document;

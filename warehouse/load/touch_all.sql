-- Touches every key: the rules of derivation are others than those that the derived rows were made by.
INSERT INTO internal.touched_key SELECT key_id FROM internal.fact_key;
INSERT INTO internal.touched_document SELECT source, document, min(seen_at) FROM internal.page_order GROUP BY source,
    document;

-- What the tables of now are made from, as numbers: of each document its pages, their readings and its keys; of each
-- model the names and spellings that mean it; the exchange rates; and what concerns every model. What has the number
-- that it had when the tables were made last, and no key whose versions changed since, is not made again.
CREATE OR REPLACE TEMP TABLE new_digest AS
WITH part AS (
    SELECT 'document' AS kind, source AS name, document AS detail, hash(p) AS part FROM internal.page p
    UNION ALL SELECT 'document', source, document, hash(o) FROM internal.page_order o
    UNION ALL SELECT 'document', source, document, hash(w) FROM internal.page_wholeness w
    UNION ALL SELECT 'document', source, document, hash(e) FROM internal.extraction e
    UNION ALL SELECT 'document', source, document, hash(key_id) FROM internal.fact_key
    UNION ALL SELECT 'model', model_id, NULL, hash(i) FROM internal.identity i
    UNION ALL SELECT 'model', model_id, NULL, hash(m) FROM internal.model_info m
    UNION ALL SELECT 'model', model_id, NULL, hash(r) FROM internal.route_spelling r
    UNION ALL SELECT 'rates', NULL, NULL, hash(e) FROM internal.exchange_rate e
    UNION ALL SELECT 'rules', NULL, NULL, hash(s) FROM internal.source_info s
    UNION ALL SELECT 'rules', NULL, NULL, hash('off', o.source) FROM internal.source_off o
    UNION ALL SELECT 'rules', NULL, NULL, hash(p) FROM internal.provider_info p
    UNION ALL SELECT 'rules', NULL, NULL, hash(c) FROM internal.copying c
    UNION ALL SELECT 'rules', NULL, NULL, hash(f) FROM internal.freshness_policy f
)
SELECT kind, name, detail, sum(part::HUGEINT)::VARCHAR AS digest FROM part GROUP BY kind, name, detail;

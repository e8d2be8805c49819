-- What the rows of each model in the tables of now are made from, as one number: the facts of now, their versions, the
-- pages of every document that speaks of it, and what its sellers' complete lists show. Where it is what it was in the
-- generation before, the model's rows are taken from there.
CREATE OR REPLACE TABLE internal.current_digest AS
WITH document_state AS (
    SELECT source, document, sum(hash(stored)::HUGEINT) AS state
    FROM (
        SELECT source, document, p AS stored FROM internal.page p
        UNION ALL BY NAME SELECT source, document, o FROM internal.page_order o
        UNION ALL BY NAME SELECT source, document, w FROM internal.page_wholeness w
    ) GROUP BY source, document
), named_key AS (
    SELECT k.key_id, k.source, k.document, k.provider, i.model_id
    FROM internal.fact_key k
    JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
        AND i.subject_stated = k.subject_stated
), list_state AS (
    SELECT s.publisher AS provider, sum(hash(source, document, d.state)::HUGEINT) AS state
    FROM document_state d JOIN internal.source_info s USING (source)
    WHERE s.role = 'complete' GROUP BY s.publisher
), part AS (
    SELECT model_id, hash(f) AS part FROM internal.fact_as_of f
    UNION ALL
    SELECT model_id, hash(v) FROM internal.fact_version v JOIN named_key USING (key_id)
    UNION ALL
    SELECT model_id, hash(source, document, state)
    FROM (SELECT DISTINCT model_id, source, document FROM named_key) JOIN document_state USING (source, document)
    UNION ALL
    SELECT model_id, hash(provider, state)
    FROM (SELECT DISTINCT model_id, provider FROM named_key) JOIN list_state USING (provider)
    UNION ALL
    SELECT model_id, hash(m) FROM internal.model_info m
    UNION ALL
    SELECT i.model_id, hash(r) FROM internal.route_spelling r
    JOIN (SELECT DISTINCT model_id, route_id FROM internal.identity) i USING (route_id)
)
SELECT model_id, sum(part::HUGEINT)::VARCHAR AS digest FROM part GROUP BY model_id;

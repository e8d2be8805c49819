-- Replaces the vocabulary and the decisions with the staged ones. A source whose file is there and does not load keeps
-- its row, so that its last good values stay. What a new declaration or a new decision is about is touched.
INSERT INTO touched_key
SELECT key_id FROM fact_key SEMI JOIN (FROM staged_source_info EXCEPT FROM source_info) USING (source);
INSERT INTO touched_key
SELECT key_id FROM fact_version SEMI JOIN (
    (FROM staged_decision EXCEPT FROM decision) UNION ALL (FROM decision EXCEPT FROM staged_decision)
) USING (fact_id);
INSERT INTO touched_document
SELECT source, document, min(seen_at) FROM page_order
WHERE page_id_of(source, document, sha256) IN (
    SELECT fact_id FROM (
        (FROM staged_decision EXCEPT FROM decision) UNION ALL (FROM decision EXCEPT FROM staged_decision)
    )
)
GROUP BY source, document;
DELETE FROM source_info
WHERE source IN (SELECT source FROM staged_source_info) OR source NOT IN (SELECT source FROM staged_source_file);
INSERT INTO source_info BY NAME FROM staged_source_info;
DELETE FROM provider_info;
INSERT INTO provider_info BY NAME FROM staged_provider_info;
DELETE FROM freshness_policy;
INSERT INTO freshness_policy BY NAME FROM staged_freshness_policy;
DELETE FROM decision;
INSERT INTO decision BY NAME FROM staged_decision;

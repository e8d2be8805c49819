-- Replaces the vocabulary and the decisions with the staged ones. A source whose file is there and does not load keeps
-- its row, so that its last good values stay. What a new declaration or a new decision is about is touched.
INSERT INTO internal.touched_key
SELECT key_id FROM internal.fact_key
SEMI JOIN (FROM staged_source_info EXCEPT FROM internal.source_info) USING (source);
INSERT INTO internal.touched_key
SELECT key_id FROM internal.fact_version SEMI JOIN (
    (FROM staged_decision EXCEPT FROM internal.decision) UNION ALL (FROM internal.decision EXCEPT FROM staged_decision)
) USING (fact_id);
INSERT INTO internal.touched_document
SELECT source, document, min(seen_at) FROM internal.page_order
WHERE page_id_of(source, document, sha256) IN (
    SELECT fact_id FROM (
        (FROM staged_decision EXCEPT FROM internal.decision)
        UNION ALL (FROM internal.decision EXCEPT FROM staged_decision)
    )
)
GROUP BY source, document;
DELETE FROM internal.source_info
WHERE source IN (SELECT source FROM staged_source_info) OR source NOT IN (SELECT source FROM staged_source_file);
INSERT INTO internal.source_info BY NAME FROM staged_source_info;
DELETE FROM internal.source_off;
INSERT INTO internal.source_off BY NAME FROM staged_source_off;
DELETE FROM internal.provider_info;
INSERT INTO internal.provider_info BY NAME FROM staged_provider_info;
DELETE FROM internal.shipped_rate;
INSERT INTO internal.shipped_rate BY NAME FROM staged_shipped_rate;
DELETE FROM internal.copying;
INSERT INTO internal.copying BY NAME FROM staged_copying;
DELETE FROM internal.freshness_policy;
INSERT INTO internal.freshness_policy BY NAME FROM staged_freshness_policy;
DELETE FROM internal.decision;
INSERT INTO internal.decision BY NAME FROM staged_decision;

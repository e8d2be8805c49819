-- Replaces the vocabulary and the decisions with the staged ones. A source whose file is there and does not load keeps
-- its row, so that its last good values stay.
DELETE FROM source_info
WHERE source IN (SELECT source FROM staged_source_info) OR source NOT IN (SELECT source FROM staged_source_file);
INSERT INTO source_info BY NAME FROM staged_source_info;
DELETE FROM provider_info;
INSERT INTO provider_info BY NAME FROM staged_provider_info;
DELETE FROM freshness_policy;
INSERT INTO freshness_policy BY NAME FROM staged_freshness_policy;
DELETE FROM decision;
INSERT INTO decision BY NAME FROM staged_decision;

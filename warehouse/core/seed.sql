-- Replaces the vocabulary with what was staged.
DELETE FROM source_info;
INSERT INTO source_info BY NAME FROM staged_source_info;
DELETE FROM provider_info;
INSERT INTO provider_info BY NAME FROM staged_provider_info;
DELETE FROM freshness_policy;
INSERT INTO freshness_policy BY NAME FROM staged_freshness_policy;
DELETE FROM decision;
INSERT INTO decision BY NAME FROM staged_decision;

-- Replaces the identities and the models with the staged ones.
DELETE FROM identity;
INSERT INTO identity BY NAME FROM staged_identity;
DELETE FROM model_info;
INSERT INTO model_info BY NAME FROM staged_model_info;

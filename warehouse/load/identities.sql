-- Replaces the identities and the models with the staged ones, touches the keys of subjects that are something else
-- now, and notes the routes that they were.
INSERT INTO internal.touched_key
SELECT key_id FROM internal.fact_key
SEMI JOIN (
    (SELECT provider, subject_kind, subject_stated, model_id, route_id, route_variant, rule FROM staged_identity
     EXCEPT
     SELECT provider, subject_kind, subject_stated, model_id, route_id, route_variant, rule FROM internal.identity)
) USING (provider, subject_kind, subject_stated);
INSERT INTO moved_route
SELECT route_id FROM (
    SELECT provider, subject_kind, subject_stated, model_id, route_id, route_variant, rule FROM internal.identity
    WHERE route_id IS NOT NULL
    EXCEPT
    SELECT provider, subject_kind, subject_stated, model_id, route_id, route_variant, rule FROM staged_identity
);
DELETE FROM internal.identity;
INSERT INTO internal.identity BY NAME FROM staged_identity;
DELETE FROM internal.model_info;
INSERT INTO internal.model_info BY NAME FROM staged_model_info;

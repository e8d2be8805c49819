-- Of every model and attribute the value that wins, by which rule, and how many publishers say otherwise. Where none
-- wins it is unknown: no row, and an open dispute.
CREATE OR REPLACE VIEW model_fact AS
SELECT * EXCLUDE (is_tied) FROM internal.model_choice WHERE NOT is_tied;
COMMENT ON VIEW model_fact IS
    'One row per model and attribute: the value that wins, by which rule, and who says otherwise.';

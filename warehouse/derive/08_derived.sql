-- The touched keys are derived: they wait for the next publication.
INSERT INTO internal.unpublished_key SELECT DISTINCT key_id, NULL FROM internal.touched_key;
DELETE FROM internal.touched_key;

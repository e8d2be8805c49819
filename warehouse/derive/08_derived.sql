-- The touched keys are derived: they wait for the next publication.
INSERT INTO unpublished_key SELECT DISTINCT key_id, NULL FROM touched_key;
DELETE FROM touched_key;

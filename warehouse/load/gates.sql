-- Replaces what the gates said of the touched keys.
DELETE FROM gate WHERE key_id IN (FROM touched_key);
INSERT INTO gate BY NAME FROM staged_gate;

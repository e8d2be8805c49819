-- Replaces what the gates said of the touched keys.
DELETE FROM internal.gate WHERE key_id IN (FROM internal.touched_key);
INSERT INTO internal.gate BY NAME FROM staged_gate;

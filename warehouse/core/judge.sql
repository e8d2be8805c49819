-- Replaces the gates' verdicts with what was staged.
DELETE FROM gate;
INSERT INTO gate BY NAME FROM staged_gate;

-- Replaces the gates' verdicts with the staged ones.
DELETE FROM gate;
INSERT INTO gate BY NAME FROM staged_gate;

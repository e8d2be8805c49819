-- The decisions that a catalog was made with.
SELECT fact_id, decided_at FROM internal.decision;

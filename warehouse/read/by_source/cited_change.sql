-- What changed of models, with the page on which it was seen.
SELECT * FROM internal.cited_change ORDER BY model_id

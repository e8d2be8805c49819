-- What waits for a person, or was decided by one.
SELECT * FROM reviews ORDER BY model_id

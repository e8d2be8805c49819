-- The values that the generations after one and up to another published otherwise than those before.
SELECT key_id, generation, old_value, new_value
FROM internal.publication_change WHERE generation > $after AND generation <= $last
ORDER BY generation, key_id;

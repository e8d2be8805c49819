-- The names of provisional models, and the ids of the models that are not: between which a person may see a likeness. A
-- repository where anyone uploads is a model of its own, and a pointer is no name of what it points to: both stay out.
SELECT subject_stated AS name, TRUE AS is_provisional FROM internal.identity
WHERE is_provisional AND rule NOT IN ('own_repository', 'pointer')
UNION
SELECT model_id, FALSE FROM internal.identity WHERE NOT is_provisional AND model_id IS NOT NULL
ORDER BY ALL;

-- What each model can do, by all statements, named as pages name it.
SELECT model_id || ' can ' || capability AS about, state, statements_yes, statements_no
FROM capabilities WHERE model_id IN (SELECT unnest($models));

-- Every model of which anything is known on the day.
SELECT model_id FROM query_table(ready('internal.directory'));

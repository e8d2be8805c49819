-- How many models are known that have no page.
SELECT count(*) - coalesce(len(getvariable('paged_models')), count(*)) FROM query_table(ready('internal.directory'));

-- Lets queries for pages leave out the long tail: where more than $most models are known, only those that somebody
-- sells or sold, and those of named pairs, have pages.
SET VARIABLE paged_models = (
    SELECT CASE WHEN count(*) > $most
                THEN coalesce(list(d.model_id ORDER BY d.model_id) FILTER (
                         WHERE o.model_id IS NOT NULL OR d.model_id IN (SELECT unnest($pairs::VARCHAR[]))), []) END
    FROM query_table(ready('internal.directory')) d
    LEFT JOIN (SELECT DISTINCT model_id FROM query_table(ready('offers')) WHERE kind = 'offer') o USING (model_id)
);

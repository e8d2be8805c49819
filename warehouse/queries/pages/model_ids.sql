-- Every model of the catalog and its name in urls.
SELECT model_id, slug FROM internal.model_info ORDER BY model_id;

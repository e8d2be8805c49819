-- The runs and sources whose pages are loaded.
SELECT DISTINCT run_id, source FROM internal.page;

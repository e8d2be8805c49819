-- The newest generation that this database logged; 0 where there is none.
SELECT coalesce(max(generation), 0) FROM internal.publication;

-- The day of the first page that anything is known from.
SELECT min(seen_at) FROM internal.page_order;

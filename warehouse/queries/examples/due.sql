-- Routes whose retirement date has passed while nobody has read the page since.
SELECT provider_name, stated_name, retired_date, retires_in_days, last_checked_at
FROM routes
WHERE status = 'due'
ORDER BY retires_in_days, provider_name, stated_name;

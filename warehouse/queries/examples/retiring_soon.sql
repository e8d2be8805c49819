-- Routes that their sellers will retire within 90 days, and what they recommend instead.
SELECT provider_name, stated_name, retired_date, retires_in_days, successor, fact_id
FROM routes
WHERE retires_in_days BETWEEN 0 AND 90
ORDER BY retires_in_days, provider_name, stated_name;

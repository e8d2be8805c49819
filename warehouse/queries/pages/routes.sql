-- Region, served context and lifecycle dates of the routes of the models asked for.
SELECT route_id, region, deprecated_date, retired_date, retirement_not_before_date, successor
FROM routes WHERE list_contains($models, model_id)
ORDER BY route_id;

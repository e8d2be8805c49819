-- Every offer of each model.
SELECT * FROM offers ORDER BY model_id, route_id

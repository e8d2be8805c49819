-- What every model can and cannot do, by the view `capabilities`.
SELECT * FROM capabilities WHERE route_id IS NULL ORDER BY model_id, capability;

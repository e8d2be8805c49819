-- Standard token prices of models over time.
SELECT * FROM internal.cited_price ORDER BY model_id, route_id

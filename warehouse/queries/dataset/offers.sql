-- Every row of the view `offers`.
SELECT * FROM query_table(ready('offers')) ORDER BY model_id, route_id;

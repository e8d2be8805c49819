-- Every row of the view `offers`, without what depends on the day on which it is asked for.
SELECT * EXCLUDE (retires_in_days) FROM query_table(ready('offers')) ORDER BY model_id, route_id;

-- Every row of the view `models`.
SELECT * FROM query_table(ready('models')) ORDER BY model_id;

-- Every capability that any source states of any model.
SELECT DISTINCT capability FROM query_table(ready('capabilities')) ORDER BY capability;

-- What two models state, attribute by attribute.
SELECT attribute, a_value AS a, b_value AS b, a_fact_id, b_fact_id FROM compare($a, $b) ORDER BY attribute;

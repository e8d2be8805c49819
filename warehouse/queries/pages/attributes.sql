-- The winning value of every attribute of the models asked for, and values that are tied with others.
SELECT model_id, attribute, value_text, value_number, rule, dissenting_publishers, is_tied, fact_id
FROM query_table(ready('internal.model_choice')) WHERE model_id IN (SELECT unnest($models)) ORDER BY model_id,
    attribute;

-- The winning value of every attribute, named as pages name it: a licence without the prefix that SPDX asks of names
-- not on its list.
SELECT model_id || ' ' || attribute AS about, value_number, fact_id,
       CASE attribute WHEN 'licence' THEN replace(replace(value_text, 'LicenseRef-scancode-', ''), 'LicenseRef-', '')
           ELSE value_text END AS value_text
FROM model_fact WHERE model_id IN (SELECT unnest($models));

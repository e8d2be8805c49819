-- What ends within three months after a day by its seller's own word, the soonest first.
SELECT model_id, provider_name, first_day_of(retired_date) AS retires_on, successor
FROM query_table(ready('offers'))
WHERE is_live AND kind = 'offer' AND first_day_of(retired_date) > $day::DATE
  AND first_day_of(retired_date) <= $day::DATE + 90
QUALIFY row_number() OVER (PARTITION BY model_id ORDER BY retires_on, provider_name) = 1
ORDER BY retires_on, model_id
LIMIT 8;

-- What sellers said ends, from a month before a day on: offers that retire, and prices that hold until a day.
WITH ending AS (
    SELECT o.retired_date::DATE AS ends_on, 'retires' AS what, o.model_id, o.provider_name, o.provider_model_id,
           o.successor, NULL AS value_text, o.fact_id
    FROM query_table(ready('offers')) o
    WHERE o.retired_date IS NOT NULL AND length(o.retired_date) = 10
    UNION ALL
    SELECT p.valid_to, 'price ends', p.model_id, coalesce(n.name, p.provider), p.provider_model_id, NULL,
           concat_ws(' ', p.meter, f.value_text), p.fact_id
    FROM prices p
    JOIN facts f USING (fact_id)
    LEFT JOIN internal.provider_info n ON n.provider = p.provider
    WHERE p.valid_to IS NOT NULL AND p.authority = 0
)
SELECT * FROM ending WHERE ends_on >= $day - INTERVAL 30 DAY
ORDER BY ends_on, what, provider_name, model_id, provider_model_id, fact_id;

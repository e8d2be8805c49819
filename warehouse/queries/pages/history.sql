-- Standard token prices of the models asked for over time, with the page that began each interval.
SELECT model_id, route_id, meter, usd_per_mtok, known_from::DATE AS since, last_checked_at::DATE AS checked,
       last_reviewed_at::DATE AS reviewed, source, publisher, fact_id, url, page_sha256
FROM query_table(ready('internal.cited_price')) WHERE model_id IN (SELECT unnest($models))
ORDER BY model_id, route_id, source, meter, known_from, fact_id;

-- The price of input and of output that stands for each route, named as pages name them.
SELECT route_id || ' price ' || meter || coalesce(', ' || region, '') AS about, usd, fact_id
FROM (SELECT route_id, region, unnest(['input', 'output']) AS meter,
    unnest([input_usd_per_mtok, output_usd_per_mtok]) AS usd,
             unnest([input_fact_id, output_fact_id]) AS fact_id
      FROM offers WHERE model_id IN (SELECT unnest($models)))
WHERE fact_id IS NOT NULL;

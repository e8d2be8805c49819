-- The price of input and of output that stands for each route, named as pages name them: one in another currency says
-- in which it is asked.
SELECT o.route_id || ' price ' || o.meter || coalesce(', ' || o.region, '')
           || CASE WHEN p.currency = 'USD' THEN '' ELSE ' in ' || p.currency || ' per 1M tokens' END AS about,
       o.usd, o.fact_id
FROM (SELECT route_id, region, unnest(['input', 'output']) AS meter,
    unnest([input_usd_per_mtok, output_usd_per_mtok]) AS usd,
             unnest([input_fact_id, output_fact_id]) AS fact_id
      FROM offers WHERE model_id IN (SELECT unnest($models))) o
JOIN (SELECT DISTINCT ON (fact_id) fact_id, currency FROM prices ORDER BY fact_id) p ON p.fact_id = o.fact_id;

-- How many routes each model has, and its least output price.
SELECT model_id, count(*) FILTER (WHERE is_live) AS live,
       count(*) FILTER (WHERE NOT is_live) AS ended,
       count(*) FILTER (WHERE standing = 'eligible') AS eligible,
       min(output_usd_per_mtok) FILTER (WHERE standing = 'eligible') AS least_output
FROM offers WHERE model_id IN (SELECT unnest($models)) GROUP BY model_id;

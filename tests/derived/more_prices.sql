-- Every other price, the best statement of each, named as pages name them.
SELECT route_id || ' price ' || replace(meter, '_', ' ') || CASE WHEN qualifiers <> '' THEN ', ' || qualifiers
       ELSE '' END
           || CASE WHEN currency = 'USD' AND usd_per_mtok IS NOT NULL THEN ''
                   ELSE ' in ' || currency || ' per ' || CASE WHEN usd_per_mtok IS NULL THEN unit
                       ELSE '1M tokens' END END AS about,
       coalesce(usd_per_mtok, amount) AS amount, fact_id
FROM prices
WHERE model_id IN (SELECT unnest($models)) AND amount IS NOT NULL
  AND (in_effect OR valid_from > as_of_date())
QUALIFY row_number() OVER (PARTITION BY about ORDER BY authority, missing_since IS NOT NULL, last_checked_at::DATE DESC,
                           usd_per_mtok, fact_id) = 1;

-- How many live offers each seller has, and how many carry a price of its own.
SELECT provider_name, count(*) AS live_offers, count(*) FILTER (WHERE price_rule = 'own price') AS own_prices,
       count(*) FILTER (WHERE standing = 'eligible') AS eligible
FROM offers
WHERE is_live AND kind = 'offer'
GROUP BY provider_name
ORDER BY live_offers DESC, provider_name;

-- How many live offers each seller has, how many carry a headline price, and why the others do not.
WITH own AS (
    SELECT route_id, bool_or(is_stale) AS is_stale FROM prices WHERE in_effect AND authority = 0 GROUP BY route_id
), live AS (
    SELECT o.provider_name, o.standing, o.price_rule, o.standing <> 'eligible' AS is_open,
           is_open AND w.route_id IS NOT NULL AND (w.is_stale OR o.standing = 'price missing') AS is_own_old,
           is_open AND w.route_id IS NOT NULL AND NOT is_own_old AS is_own_otherwise,
           is_open AND w.route_id IS NULL AND o.standing = 'stated once' AS is_stated_once,
           is_open AND w.route_id IS NULL AND o.standing <> 'stated once' AS is_unpriced
    FROM offers o
    LEFT JOIN own w USING (route_id)
    WHERE o.is_live AND o.kind = 'offer'
)
SELECT provider_name, count(*) AS live_offers, count(*) FILTER (WHERE price_rule = 'own price') AS own_prices,
       count(*) FILTER (WHERE standing = 'eligible') AS eligible,
       count(*) FILTER (WHERE is_own_otherwise) AS own_price_conditional_or_by_other_units,
       count(*) FILTER (WHERE is_own_old) AS own_price_stale_or_gone,
       count(*) FILTER (WHERE is_stated_once) AS no_own_price_others_disagree_or_one_alone,
       count(*) FILTER (WHERE is_unpriced) AS no_own_price_no_pair
FROM live
GROUP BY provider_name
ORDER BY live_offers DESC, provider_name;

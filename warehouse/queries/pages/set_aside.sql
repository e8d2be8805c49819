-- Claims on the models asked for that did not become facts, with the page that makes them; the seller's own pages
-- first.
SELECT model_id, route_id, attribute, meter, qualifiers, quote, message, source, publisher, page_sha256, url, checked
FROM query_table(ready('internal.cited_set_aside')) WHERE model_id IN (SELECT unnest($models))
ORDER BY model_id, route_id, attribute, meter, qualifiers, is_own DESC, source, page_sha256, quote;

-- Questions that people ask: what does a month cost, what did it cost then, what did our report say, compare two
-- models.
CREATE OR REPLACE MACRO prices_as_of(day) AS TABLE
    SELECT i.route_id, k.provider, k.subject_stated AS stated_name, i.model_id, k.meter, k.tier, k.qualifiers, v.amount,
           v.currency, v.unit,
           coalesce(v.usd_per_mtok, converted(per_mtok(v.value_number, v.unit), e.usd)) AS usd_per_mtok,
           e.rate_date AS exchange_rate_date, k.valid_from, k.valid_to, v.known_from,
           CASE WHEN v.known_to < end_of(day) THEN v.known_to END AS known_to,
           CASE WHEN h.key_id IS NOT NULL THEN 'held' WHEN v.missing_since < end_of(day) THEN 'missing'
               ELSE 'stated' END
               AS state,
           k.source, v.fact_id
    FROM internal.fact_version v
    JOIN internal.fact_key k USING (key_id)
    JOIN (SELECT source, document, max(seen_at) AS last_page_at FROM internal.page_order
          WHERE seen_at < end_of(day) GROUP BY ALL) d ON d.source = k.source AND d.document = k.document
    JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
        AND i.subject_stated = k.subject_stated
    LEFT JOIN (
        SELECT DISTINCT key_id FROM internal.fact_version
        WHERE known_from < end_of(day) AND (known_to IS NULL OR known_to >= end_of(day))
            AND (published_from IS NULL OR published_from >= end_of(day))
    ) h USING (key_id)
    LEFT JOIN rates_on(end_of(day)) e
        ON e.currency = v.currency AND e.day = utc_date(least(v.last_seen_at, d.last_page_at))
    WHERE k.attribute = 'price'
      AND v.published_from < end_of(day) AND (v.published_to IS NULL OR v.published_to >= end_of(day))
      AND v.first_seen_at < end_of(day) AND (v.next_seen_at IS NULL OR v.next_seen_at >= end_of(day));

CREATE OR REPLACE MACRO reported_as_of(day) AS TABLE
    SELECT k.source, k.provider, k.subject_stated, i.model_id, i.route_id, k.attribute, k.meter, k.qualifiers,
           c.new_value AS value_text, c.generation, p.published_at
    FROM internal.publication_change c
    JOIN internal.publication p USING (generation)
    JOIN internal.fact_key k USING (key_id)
    LEFT JOIN internal.identity i ON i.provider = k.provider AND i.subject_kind = k.subject_kind
        AND i.subject_stated = k.subject_stated
    WHERE p.published_at < end_of(day)
    QUALIFY row_number() OVER (PARTITION BY c.key_id ORDER BY c.generation DESC) = 1 AND c.new_value IS NOT NULL;

-- Of the input so much is read from the cache, and so much of the traffic goes in batches, each a share from 0 to 1.
-- NULL is unknown: a price that it needs is not stated, or not in that region. What has ended or is not confirmed costs
-- nothing that anybody can pay: it has no row.
CREATE OR REPLACE MACRO monthly_cost(model, input_mtok, output_mtok, cached_share := 0, batch_share := 0,
                                     in_region := NULL) AS TABLE
    SELECT o.*,
           CASE WHEN in_region IS NULL OR o.region IS NULL OR o.region = in_region THEN
               (1 - batch_share) * (
                   input_mtok * (1 - cached_share) * o.input_usd_per_mtok + output_mtok * o.output_usd_per_mtok
                   + CASE WHEN cached_share = 0 THEN 0 ELSE input_mtok * cached_share * o.cache_read_usd_per_mtok END)
               + CASE WHEN batch_share = 0 THEN 0
                      ELSE batch_share * (input_mtok * o.batch_input_usd_per_mtok
                          + output_mtok * o.batch_output_usd_per_mtok) END
           END::DECIMAL(28, 6) AS usd_per_month
    FROM offers o WHERE o.model_id = model AND o.is_live AND o.kind = 'offer';

CREATE OR REPLACE MACRO compare(a, b) AS TABLE
    SELECT attribute, max(value_text) FILTER (WHERE model_id = a) AS a_value,
           max(value_text) FILTER (WHERE model_id = b) AS b_value,
           max(fact_id) FILTER (WHERE model_id = a) AS a_fact_id, max(fact_id) FILTER (WHERE model_id = b) AS b_fact_id
    FROM model_fact WHERE model_id IN (a, b) GROUP BY attribute ORDER BY attribute;

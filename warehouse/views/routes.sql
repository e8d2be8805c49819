-- Every offer of a model by a seller, with its standing and lifecycle on the day asked for, and the rule that decided
-- each (docs/conclusions.md). Only the seller says that it ended something; only its own complete list says that it
-- does not sell something; what others list or leave out says something of their lists.
CREATE OR REPLACE VIEW routes AS
WITH page_loss AS (
    -- Whether the page after this one lost much of what is believed of the list at once.
    SELECT source, document, page_seq AS receipt_page_seq,
           lead(w.lost) OVER pages - w.lost AS lost_next,
           lost_next >= 5 AND lost_next > 0.1 * lead(w.believed) OVER pages AS is_much_lost_next
    FROM internal.page_order JOIN internal.page_wholeness w USING (source, document, page_seq)
    WHERE is_read_whole AND source IN (SELECT source FROM internal.source_info WHERE role = 'complete')
    WINDOW pages AS (PARTITION BY source, document ORDER BY page_seq)
), statement AS (
    SELECT *, attribute IN ('status', 'deprecated_date', 'retired_date', 'successor', 'retirement_not_before_date')
               AS is_lifecycle,
           authority = 0 AND role = 'complete' AS is_of_list, is_stale('price', last_checked_at) AS is_stale,
           utc_date(last_checked_at) AS checked_date
    FROM internal.fact_as_of LEFT JOIN page_loss USING (source, document, receipt_page_seq)
    WHERE route_id IS NOT NULL
), listing AS (
    SELECT route_id, min(authority) AS authority,
           arg_min(source, (authority, missing_since IS NOT NULL, source)) AS source,
           arg_min(fact_id, (authority, missing_since IS NOT NULL, source, attribute <> 'price', fact_id)) AS fact_id,
           min(first_seen_at) AS first_seen_at, max(last_checked_at) AS last_checked_at,
           max(last_reviewed_at) AS last_reviewed_at, bool_or(state = 'held') AS is_held,
           bool_or(is_of_list) AS was_on_list,
           bool_or(is_of_list AND is_on_newest_page AND NOT is_stale) AS is_on_list,
           bool_and(missing_since IS NOT NULL) FILTER (WHERE is_of_list) AS is_off_list,
           bool_and(gone_since IS NOT NULL) FILTER (WHERE is_of_list) AS is_gone_from_list,
           max(last_checked_at) FILTER (WHERE is_of_list AND missing_since IS NULL AND is_much_lost_next)
               AS last_on_list_at,
           max(missing_since) FILTER (WHERE is_of_list) AS off_list_since,
           max(gone_since) FILTER (WHERE is_of_list) AS gone_from_list_since,
           bool_or(authority = 0 AND attribute = 'price' AND is_on_newest_page AND NOT is_stale) AS has_own_price,
           bool_or(authority = 0 AND NOT is_lifecycle AND role NOT IN ('lifecycle', 'changelog')
               AND is_on_newest_page AND NOT is_stale) AS is_on_own_page,
           bool_or(authority > 0 AND NOT is_lifecycle AND missing_since IS NULL AND NOT is_stale)
               AS is_listed_by_others,
           coalesce(bool_and(missing_since IS NOT NULL) FILTER (WHERE NOT is_lifecycle), FALSE) AS is_missing,
           max(missing_since) FILTER (WHERE NOT is_lifecycle) AS missing_since
    FROM statement GROUP BY route_id
), own_list AS (
    -- The newest page of each seller's complete list, while it is fresh. A page that lost much shows no absence: what
    -- the whole one of the month before it left out is not listed all the same.
    SELECT s.publisher AS provider, min(o.seen_at) AS seen_at,
           bool_and(EXISTS (
               FROM internal.page_order e JOIN internal.page_wholeness w USING (source, document, page_seq)
               WHERE w.is_whole AND e.source = o.source AND e.document = o.document AND e.page_seq <= o.page_seq
                   AND e.seen_at >= o.seen_at - INTERVAL 30 DAY)) AS is_whole
    FROM internal.source_info s
    JOIN internal.page_order o USING (source)
    WHERE s.role = 'complete' AND o.is_read_whole AND o.seen_at < as_of_end() AND NOT is_stale('price', o.seen_at)
        AND o.claims > 0
        AND (o.source, o.document, o.page_seq) IN (
            SELECT (source, document, max(page_seq)) FROM internal.page_order
            WHERE is_read_whole AND seen_at < as_of_end() GROUP BY source, document)
    GROUP BY s.publisher
), status_word AS (
    -- The seller's newest word on a status; of two of one day the one on its lifecycle page.
    SELECT route_id, value_text AS word, checked_date, missing_since
    FROM statement WHERE attribute = 'status' AND authority = 0 AND review_rank < 2
    QUALIFY row_number() OVER (PARTITION BY route_id
        ORDER BY review_rank, checked_date DESC, role <> 'lifecycle', missing_since IS NOT NULL, value_text,
            fact_id) = 1
), planned AS (
    -- The seller's dates: that of now, or, where it is gone, the one that was read once it had passed.
    SELECT route_id, attribute, value_text, checked_date, missing_since, is_before(checked_date, value_text)
        AS is_read_since
    FROM statement
    WHERE attribute IN ('deprecated_date', 'retired_date', 'retirement_not_before_date', 'successor') AND authority = 0
        AND review_rank < 2
        -- A date far ahead is none: tables write 2098 where they know no day.
        AND (attribute = 'successor' OR value_text < strftime(as_of_date() + INTERVAL 5 YEAR, '%Y-%m-%d'))
        AND (missing_since IS NULL OR attribute NOT IN ('deprecated_date', 'retired_date')
            OR is_before(checked_date, value_text))
    QUALIFY row_number() OVER (PARTITION BY route_id, attribute
        ORDER BY review_rank, missing_since IS NOT NULL, checked_date DESC, role <> 'lifecycle', value_text,
            fact_id) = 1
), lifecycle AS (
    SELECT l.route_id, w.word, d.value_text AS deprecated_date, r.value_text AS retired_date,
           n.value_text AS retirement_not_before_date, s.value_text AS successor,
           w.word IN ('active', 'preview', 'limited') AS is_word_of_life,
           -- A word of a later page, or of the same day, goes before a date.
           is_before(as_of_date(), r.value_text)
               AND NOT coalesce(is_word_of_life AND w.checked_date >= r.checked_date, FALSE)
               AS retirement_passed,
           coalesce(r.is_read_since, FALSE) AS is_read_since_retirement,
           is_before(as_of_date(), d.value_text)
               AND NOT coalesce(is_word_of_life AND w.checked_date >= d.checked_date, FALSE)
               AS deprecation_passed
    FROM listing l
    LEFT JOIN status_word w USING (route_id)
    LEFT JOIN planned d ON d.route_id = l.route_id AND d.attribute = 'deprecated_date'
    LEFT JOIN planned r ON r.route_id = l.route_id AND r.attribute = 'retired_date'
    LEFT JOIN planned n ON n.route_id = l.route_id AND n.attribute = 'retirement_not_before_date'
    LEFT JOIN planned s ON s.route_id = l.route_id AND s.attribute = 'successor'
), size AS (
    -- An answer as long as the context is what a table says that has no other number: who says less goes first.
    SELECT w.route_id, any_value(w.value_number)
        FILTER (WHERE w.attribute = 'context_tokens')
               AS context_tokens,
           any_value(w.value_number) FILTER (WHERE w.attribute = 'max_output_tokens') AS stated_output_tokens,
           any_value(w.authority) FILTER (WHERE w.attribute = 'max_output_tokens') AS output_authority,
           CASE WHEN output_authority > 0 AND stated_output_tokens = context_tokens
                THEN any_value(l.least_output_tokens) ELSE stated_output_tokens END AS max_output_tokens
    FROM internal.route_fact w
    LEFT JOIN (
        SELECT route_id, min(value_number) AS least_output_tokens FROM statement
        WHERE attribute = 'max_output_tokens' AND missing_since IS NULL AND review_rank < 2 GROUP BY route_id
    ) l USING (route_id)
    GROUP BY w.route_id
), stood AS (
    SELECT l.*, s.* EXCLUDE (route_id), c.* EXCLUDE (route_id),
           CASE WHEN l.is_on_list THEN 'own list'
                WHEN o.seen_at IS NOT NULL THEN
                    CASE WHEN l.was_on_list AND l.is_gone_from_list THEN 'not listed'
                         WHEN l.was_on_list AND l.is_off_list THEN 'missing'
                         -- It went with much else at once: it is believed to be on the list until a whole page lacks
                         -- it, or for a month.
                         WHEN l.last_on_list_at >= o.seen_at - INTERVAL 30 DAY THEN 'own list'
                         WHEN NOT l.was_on_list AND o.is_whole THEN 'not listed'
                         ELSE 'unconfirmed' END
                WHEN l.has_own_price THEN 'own price'
                WHEN l.is_on_own_page THEN 'own page'
                WHEN l.is_listed_by_others THEN 'listed by others'
                WHEN l.is_missing THEN 'missing'
                ELSE 'unconfirmed' END AS confirmed_by
    FROM listing l
    JOIN internal.route_spelling s USING (route_id)
    JOIN lifecycle c USING (route_id)
    LEFT JOIN own_list o ON o.provider = s.provider
), ended_plainly AS (
    -- Models whose plain route the seller ended, and the date.
    SELECT provider, model_id, max(retired_date) AS plain_retired_date,
           bool_or(word = 'retired' OR is_read_since_retirement) AS is_plainly_retired
    FROM stood
    WHERE route_variant IS NULL AND (word = 'retired' OR retirement_passed)
    GROUP BY provider, model_id
), heard AS (
    -- A variant that others alone list, and of which its seller says nothing, ends with the plain route.
    SELECT t.* EXCLUDE (retired_date), coalesce(t.retired_date, e.plain_retired_date) AS retired_date,
           e.is_plainly_retired
    FROM stood t
    LEFT JOIN ended_plainly e ON e.provider = t.provider AND e.model_id = t.model_id
        AND t.route_variant IS NOT NULL AND t.confirmed_by = 'listed by others' AND t.word IS NULL
        AND t.retired_date IS NULL
), concluded AS (
    SELECT *,
           CASE WHEN word = 'retired' OR (retirement_passed AND is_read_since_retirement) THEN 'retired'
                WHEN is_plainly_retired THEN 'retired'
                WHEN NOT is_plainly_retired THEN 'due'
                WHEN confirmed_by = 'not listed' THEN 'not listed'
                WHEN retirement_passed THEN 'due'
                WHEN confirmed_by IN ('missing', 'unconfirmed') THEN confirmed_by
                WHEN word = 'deprecated' OR deprecation_passed THEN 'deprecated'
                ELSE coalesce(word, 'listed') END AS status,
           CASE WHEN word = 'retired' THEN 'the seller says retired'
                WHEN is_plainly_retired IS NOT NULL THEN 'the seller ended the plain route'
                WHEN retirement_passed AND is_read_since_retirement THEN 'retirement date read since'
                WHEN confirmed_by = 'not listed' THEN 'complete list lacks it'
                WHEN retirement_passed THEN 'retirement date not read since'
                WHEN confirmed_by = 'missing' THEN 'first absence'
                WHEN confirmed_by = 'unconfirmed' THEN 'no fresh page confirms it'
                ELSE confirmed_by END AS rule,
           CASE WHEN regexp_matches(coalesce(provider_model_id, id_by_others, stated_name), '^ft[:-]') THEN 'fine-tune'
                WHEN regexp_matches(stated_name, '^(\w+/)?\d{3,4}-x-\d{3,4}/|/\d{3,4}-x-\d{3,4}/') THEN 'image size'
                WHEN regexp_matches(stated_name, '(?i)^container$') THEN 'container'
                WHEN regexp_matches(coalesce(provider_model_id, id_by_others, stated_name), '[-_:~@]latest$|^~')
                    THEN 'pointer'
                WHEN regexp_matches(coalesce(provider_model_id, id_by_others, stated_name),
                    '(?i)(^|[/-])(auto|model-router|bodybuilder|router)(:\w+)?$|^azure-ai/model-router') THEN 'router'
                ELSE 'offer' END AS kind
    FROM heard
)
SELECT c.route_id, c.provider, coalesce(p.name, c.provider) AS provider_name, NULL::VARCHAR AS operator,
       c.provider_model_id, c.id_by_others, c.id_by_others_publisher, c.stated_name, c.model_id, c.route_variant,
       c.identity_rule, NULL::VARCHAR AS region, c.kind, c.status, c.confirmed_by,
       c.status NOT IN ('retired', 'not listed', 'due', 'missing', 'unconfirmed') AS is_live, c.rule,
       c.deprecated_date, c.retired_date, first_day_of(c.retired_date) AS retires_on, c.retirement_not_before_date,
           c.successor,
       CASE WHEN NOT c.status = 'retired' THEN date_diff('day', as_of_date(), first_day_of(c.retired_date)) END
           AS retires_in_days,
       z.context_tokens::BIGINT AS context_tokens,
       CASE WHEN z.max_output_tokens <= coalesce(z.context_tokens, z.max_output_tokens)
           THEN z.max_output_tokens::BIGINT END
           AS max_output_tokens,
       c.authority,
       CASE WHEN c.is_held THEN 'held' WHEN c.status IN ('missing', 'not listed') THEN 'missing' ELSE 'stated' END
           AS state,
       c.source, c.fact_id, c.first_seen_at, c.last_checked_at,
       CASE WHEN c.status = 'not listed' THEN c.gone_from_list_since
            WHEN c.status = 'missing' THEN coalesce(c.off_list_since, c.missing_since) END AS missing_since,
       c.last_reviewed_at
FROM concluded c
LEFT JOIN size z USING (route_id)
LEFT JOIN internal.provider_info p ON p.provider = c.provider;
COMMENT ON VIEW routes IS 'One row per seller''s offer of a model.';

-- Sixty conclusions that another table contradicts: thirty headlines of live offers, thirty attributes and capabilities
-- of models that are sold, drawn by a hash with $seed. Of several tables that say otherwise one is drawn as well.
WITH price AS (
    SELECT 'price' AS kind, o.route_id AS subject, p.meter AS attribute, o.price_rule AS rule,
           if(p.meter = 'input', o.input_usd_per_mtok, o.output_usd_per_mtok) AS ours_usd, p.usd_per_mtok AS theirs_usd,
           p.publisher AS their_table, utc_date(p.last_checked_at) AS their_day,
           if(p.meter = 'input', o.input_fact_id, o.output_fact_id) AS fact_id
    FROM offers o JOIN prices p USING (route_id)
    WHERE o.is_live AND o.standing = 'eligible' AND p.publisher IN ('litellm', 'models.dev', 'genai-prices')
        AND p.meter IN ('input', 'output') AND p.tier = 'standard' AND p.is_plain AND p.in_effect
        AND p.context_from_tokens IS NULL AND p.modality IS NULL AND p.missing_since IS NULL AND p.usd_per_mtok > 0
        AND abs(ours_usd - theirs_usd) > 0.005 * ours_usd
), attribute AS (
    SELECT f.model_id AS subject, f.attribute, f.rule, f.value_text AS ours, s.value_text AS theirs,
           s.publisher AS their_table, utc_date(s.last_checked_at) AS their_day, f.fact_id
    FROM model_fact f JOIN internal.model_statement s USING (model_id, attribute)
    WHERE s.publisher IN ('litellm', 'models.dev', 'genai-prices') AND s.missing_since IS NULL AND f.rank <= 3
        AND f.attribute IN ('context_tokens', 'max_output_tokens', 'released_date', 'knowledge_cutoff',
            'parameters_total', 'licence', 'input_modalities', 'open_weights')
        AND s.value_text <> f.value_text
        -- A date with a day, and the same month without.
        AND NOT starts_with(f.value_text, s.value_text || '-') AND NOT starts_with(s.value_text, f.value_text || '-')
        AND NOT coalesce(is_rounded_of(f.value_number, s.value_number) OR is_rounded_of(s.value_number, f.value_number),
            FALSE)
), capability AS (
    SELECT c.model_id AS subject, c.capability AS attribute, c.rule, c.state AS ours, s.value_text AS theirs,
           s.publisher AS their_table, utc_date(s.last_checked_at) AS their_day, c.fact_id
    FROM capabilities c
    JOIN internal.model_statement s ON s.model_id = c.model_id AND s.attribute = c.capability AND s.is_capability
    WHERE s.publisher IN ('litellm', 'models.dev') AND s.missing_since IS NULL AND c.state IN ('yes', 'no')
        AND s.value_text <> c.state
), difference AS (
    SELECT kind, subject, attribute, rule, ours_usd::DOUBLE::VARCHAR AS ours, theirs_usd::DOUBLE::VARCHAR AS theirs,
           their_table, their_day, fact_id
    FROM price
    UNION ALL
    SELECT 'model' AS kind, * FROM (FROM attribute UNION ALL FROM capability)
    WHERE subject IN (SELECT model_id FROM offers WHERE is_live)
), one_table AS (
    SELECT * FROM difference
    QUALIFY row_number() OVER (PARTITION BY kind, subject, attribute ORDER BY md5(their_table || '11'), theirs) = 1
), drawn AS (
    SELECT * FROM one_table
    QUALIFY row_number() OVER (PARTITION BY kind ORDER BY md5(concat_ws('|', $seed, kind, subject, attribute))) <= 30
)
SELECT d.kind, d.subject, d.attribute, d.ours, d.rule, d.theirs, d.their_table, d.their_day, f.source,
       utc_date(f.fetched_at) AS page_day, d.fact_id
FROM drawn d LEFT JOIN facts f USING (fact_id)
ORDER BY d.kind, d.subject, d.attribute;

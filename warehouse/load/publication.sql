-- Logs a generation, and every value that it publishes otherwise than the one before.
INSERT INTO internal.publication_change
WITH published AS (
    SELECT key_id, any_value(value_text) AS value_text
    FROM internal.fact_version SEMI JOIN internal.unpublished_key USING (key_id)
    WHERE published_from IS NOT NULL AND published_to IS NULL GROUP BY key_id
), reported AS (
    SELECT key_id, arg_max(coalesce(new_value, ''), generation) AS value_text
    FROM internal.publication_change SEMI JOIN internal.unpublished_key USING (key_id) GROUP BY key_id
)
SELECT $generation, key_id, nullif(r.value_text, ''), s.value_text
FROM published s FULL JOIN reported r USING (key_id)
WHERE s.value_text IS DISTINCT FROM nullif(r.value_text, '');
INSERT INTO internal.publication
SELECT $generation, $published_at, $run_id, $content_hash,
       (SELECT count(*) FROM internal.fact_version WHERE published_from IS NOT NULL AND published_to IS NULL
           AND next_seen_at IS NULL);
UPDATE internal.unpublished_key SET generation = $generation;

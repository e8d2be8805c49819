-- Facts that a person can decide on, and pages that lost much of what is believed, by the beginning of their id.
SELECT fact_id FROM fact_version WHERE starts_with(fact_id, $fact)
UNION
SELECT page_id_of(source, document, sha256) FROM page_order JOIN page_wholeness USING (source, document, page_seq)
WHERE NOT is_whole AND starts_with(page_id_of(source, document, sha256), $fact);

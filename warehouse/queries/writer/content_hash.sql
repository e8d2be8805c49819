-- One hash over everything that readers see: the facts, how they were identified, what was retrieved, read and decided.
-- It is independent of the order in which pages came, and of the runs that brought them.
WITH around AS (
    SELECT m::VARCHAR AS content FROM internal.model_info m
    UNION SELECT (source, document, url, seen_at, form, outcome, detail, http_status,
        sha256)::VARCHAR FROM internal.page
    UNION SELECT f::VARCHAR FROM internal.finding f
    UNION SELECT c::VARCHAR FROM internal.claim_set_aside c
    UNION SELECT d::VARCHAR FROM internal.decision d
    UNION SELECT s::VARCHAR FROM internal.source_info s
    UNION SELECT ('off', o.source)::VARCHAR FROM internal.source_off o
    UNION SELECT p::VARCHAR FROM internal.provider_info p
    UNION SELECT ('copying', c.publisher, c.copied)::VARCHAR FROM internal.copying c
    UNION SELECT f::VARCHAR FROM internal.freshness_policy f
    UNION SELECT a::VARCHAR FROM internal.applied a WHERE folder = 'views'
), seen_by_readers AS (
    SELECT i::VARCHAR AS content FROM internal.identity i
    UNION ALL SELECT o::VARCHAR FROM internal.page_order o
    UNION ALL SELECT content FROM around
)
SELECT md5(concat_ws('|', bit_xor(md5_number(s.content)), count(*), any_value(h.content), any_value(h.versions)))
FROM seen_by_readers s, internal.fact_version_hash h;

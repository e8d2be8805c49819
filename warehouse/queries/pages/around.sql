-- What all pages are made from besides their models: the vocabulary, the policy, price rules.
SELECT md5(concat_ws('|', bit_xor(md5_number(content)), count(*))) AS digest FROM (
    SELECT s::VARCHAR AS content FROM internal.source_info s
    UNION ALL SELECT p::VARCHAR FROM internal.provider_info p
    UNION ALL SELECT f::VARCHAR FROM internal.freshness_policy f
    UNION ALL SELECT r::VARCHAR FROM price_rules r
);

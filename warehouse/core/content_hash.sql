-- One hash over everything that readers see: what was retrieved, believed, identified and decided, and the views over it.
-- Independent of the order in which pages came.
SELECT md5(concat_ws('|', (SELECT bit_xor(md5_number(b::VARCHAR)) FROM belief b), (SELECT bit_xor(md5_number(i::VARCHAR)) FROM identity i),
                     (SELECT bit_xor(md5_number((source, document, sha256, place, seen_at, shows_absence)::VARCHAR)) FROM page_order),
                     (SELECT count(*) FROM belief),
                     (SELECT bit_xor(md5_number((source, document, url, seen_at, outcome)::VARCHAR)) FROM page),
                     (SELECT bit_xor(md5_number(d::VARCHAR)) FROM decision d),
                     (SELECT bit_xor(md5_number(p::VARCHAR)) FROM freshness_policy p),
                     (SELECT digest FROM applied WHERE folder = 'marts')));

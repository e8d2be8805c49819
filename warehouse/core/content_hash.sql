-- One hash over everything believed and how it was identified: independent of the order in which pages came.
SELECT md5(concat_ws('|', (SELECT bit_xor(md5_number(b::VARCHAR)) FROM belief b), (SELECT bit_xor(md5_number(i::VARCHAR)) FROM identity i),
                     (SELECT bit_xor(md5_number((source, document, sha256, place, seen_at, shows_absence)::VARCHAR)) FROM page_order),
                     (SELECT count(*) FROM belief)));

-- A fact without the reading that it comes from, or a reading of no archived page.
SELECT source, sha256 FROM fact EXCEPT SELECT source, sha256 FROM extraction
UNION ALL
SELECT source, sha256 FROM extraction EXCEPT SELECT source, sha256 FROM page;

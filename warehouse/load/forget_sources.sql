-- Drops all that was loaded under names that sources no longer have; the archive gives it again, under their new names.
DELETE FROM page WHERE source IN (FROM staged_source_file);
DELETE FROM extraction WHERE source IN (FROM staged_source_file);
DELETE FROM page_order WHERE source IN (FROM staged_source_file);
DELETE FROM misplaced_body WHERE source IN (FROM staged_source_file);
DELETE FROM finding WHERE source IN (FROM staged_source_file);
DELETE FROM claim_set_aside WHERE source IN (FROM staged_source_file);
DELETE FROM fact WHERE source IN (FROM staged_source_file);
INSERT INTO touched_key SELECT key_id FROM fact_key WHERE source IN (FROM staged_source_file);
DELETE FROM fact_key WHERE source IN (FROM staged_source_file);

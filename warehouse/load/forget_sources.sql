-- Drops all that was loaded under names that sources no longer have; the archive gives it again, under their new names.
DELETE FROM internal.page WHERE source IN (FROM staged_source_file);
DELETE FROM internal.extraction WHERE source IN (FROM staged_source_file);
DELETE FROM internal.page_order WHERE source IN (FROM staged_source_file);
DELETE FROM internal.misplaced_body WHERE source IN (FROM staged_source_file);
DELETE FROM internal.finding WHERE source IN (FROM staged_source_file);
DELETE FROM internal.anchored_body WHERE source IN (FROM staged_source_file);
DELETE FROM internal.claim_set_aside WHERE source IN (FROM staged_source_file);
DELETE FROM internal.fact WHERE source IN (FROM staged_source_file);
INSERT INTO internal.touched_key SELECT key_id FROM internal.fact_key WHERE source IN (FROM staged_source_file);
DELETE FROM internal.fact_key WHERE source IN (FROM staged_source_file);

-- Takes in generations that the log beside the archive has and this database has not: it was lost, or is an older copy.
-- What they changed is compared once more with what is published next.
INSERT INTO internal.publication
SELECT unnest($publications, recursive := TRUE);
INSERT INTO internal.unpublished_key
SELECT DISTINCT c.key_id, NULL::BIGINT FROM (SELECT unnest($changes, recursive := TRUE)) AS c;
INSERT INTO internal.publication_change BY NAME
SELECT unnest($changes, recursive := TRUE);

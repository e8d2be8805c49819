-- Forgets generations that were logged and never became current: what killed them came before readers saw them.
DELETE FROM publication_change WHERE generation > $generation;
DELETE FROM publication WHERE generation > $generation;

-- Forgets generations that were logged and never became current: what killed them came before readers saw them. What
-- the current one publishes is not unpublished any more.
DELETE FROM publication_change WHERE generation > $generation;
DELETE FROM publication WHERE generation > $generation;
DELETE FROM unpublished_key WHERE generation <= $generation;

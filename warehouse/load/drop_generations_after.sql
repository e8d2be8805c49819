-- Forgets generations that were logged and never became current: what killed them came before readers saw them. What
-- the current one publishes is not unpublished any more.
DELETE FROM internal.publication_change WHERE generation > $generation;
DELETE FROM internal.publication WHERE generation > $generation;
DELETE FROM internal.unpublished_key WHERE generation <= $generation;

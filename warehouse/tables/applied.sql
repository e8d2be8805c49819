-- Which statements of this project the database holds, so that opening it does not run them all again.
CREATE TABLE IF NOT EXISTS applied (
    folder VARCHAR NOT NULL,
    digest VARCHAR NOT NULL
);
COMMENT ON TABLE applied IS 'One row per folder of statements that define tables or views.';

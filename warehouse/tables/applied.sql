-- Which statements of this project the database holds, so that opening it does not run them all again.
-- Everything that is not for readers is in the schema internal; what stands in main are the views of the contract.
CREATE SCHEMA IF NOT EXISTS internal;
CREATE TABLE IF NOT EXISTS internal.applied (
    folder VARCHAR NOT NULL,
    digest VARCHAR NOT NULL
);
COMMENT ON TABLE internal.applied IS 'One row per folder of statements that define tables or views.';

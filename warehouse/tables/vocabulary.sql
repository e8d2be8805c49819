-- The vocabulary that views join: sources, providers, models, identities, exchange rates, the freshness policy. Seeded
-- from TOML and source classes.
CREATE TABLE IF NOT EXISTS internal.source_info (
    source VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    lineage VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    every_hours INTEGER NOT NULL,
    terms VARCHAR NOT NULL
);
COMMENT ON TABLE internal.source_info IS 'One row per source, as its class declares it.';

CREATE OR REPLACE TABLE internal.source_off (
    source VARCHAR NOT NULL
);
COMMENT ON TABLE internal.source_off IS
    'One row per source that the configuration of the home turns off: it is not fetched.';

CREATE TABLE IF NOT EXISTS internal.provider_info (
    provider VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL
);
COMMENT ON TABLE internal.provider_info IS 'One row per provider with a name of its own.';

CREATE TABLE IF NOT EXISTS internal.identity (
    provider VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_stated VARCHAR NOT NULL,
    model_id VARCHAR,
    route_id VARCHAR,
    route_variant VARCHAR,
    rule VARCHAR NOT NULL,
    is_provisional BOOLEAN NOT NULL
);
COMMENT ON TABLE internal.identity IS 'One row per subject as stated, and the model and route it is.';

CREATE TABLE IF NOT EXISTS internal.model_info (
    model_id VARCHAR NOT NULL,
    lab VARCHAR,
    slug VARCHAR NOT NULL
);
COMMENT ON TABLE internal.model_info IS 'One row per model: its id, its maker where known, and its name in urls.';

CREATE OR REPLACE TABLE internal.shipped_rate (
    currency VARCHAR NOT NULL,
    rate_date DATE NOT NULL,
    per_euro DOUBLE NOT NULL
);
COMMENT ON TABLE internal.shipped_rate IS
    'One row per currency and day: the exchange rates that come with the project.';

CREATE OR REPLACE TABLE internal.copying (
    publisher VARCHAR NOT NULL,
    copied VARCHAR NOT NULL,
    reason VARCHAR NOT NULL
);
COMMENT ON TABLE internal.copying IS
    'One row per publisher and other publisher that it is known to take prices from: the two are one witness.';

CREATE OR REPLACE TABLE internal.freshness_policy (
    kind VARCHAR NOT NULL,
    source VARCHAR,
    tier VARCHAR,
    checked_warn_days INTEGER NOT NULL,
    checked_error_days INTEGER NOT NULL,
    reviewed_warn_days INTEGER,
    reviewed_error_days INTEGER,
    review_required BOOLEAN NOT NULL
);
COMMENT ON TABLE internal.freshness_policy IS
    'One row per rule: ages at which facts of a kind warn and are an error. The narrowest holds, source before tier.';

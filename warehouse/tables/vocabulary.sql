-- The vocabulary that views join: sources, providers, models, identities, the freshness policy. Seeded from TOML and source classes.
CREATE TABLE IF NOT EXISTS source_info (
    source VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    lineage VARCHAR NOT NULL,
    every_hours INTEGER NOT NULL,
    terms VARCHAR NOT NULL
);
COMMENT ON TABLE source_info IS 'One row per source, as its class declares it.';
COMMENT ON COLUMN source_info.source IS 'The source.';
COMMENT ON COLUMN source_info.publisher IS 'Who publishes its pages.';
COMMENT ON COLUMN source_info.lineage IS 'first_party, own_card, aggregator or community.';
COMMENT ON COLUMN source_info.every_hours IS 'Due again after so many hours.';
COMMENT ON COLUMN source_info.terms IS 'What the publisher says about automated use.';

CREATE TABLE IF NOT EXISTS provider_info (
    provider VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL
);
COMMENT ON TABLE provider_info IS 'One row per provider with a name of its own.';
COMMENT ON COLUMN provider_info.provider IS 'Id of the provider.';
COMMENT ON COLUMN provider_info.name IS 'Its name for readers.';
COMMENT ON COLUMN provider_info.publisher IS 'Its publisher id, where sources of that publisher speak for it.';

CREATE TABLE IF NOT EXISTS identity (
    provider VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_stated VARCHAR NOT NULL,
    model_id VARCHAR,
    route_id VARCHAR,
    route_variant VARCHAR,
    rule VARCHAR NOT NULL,
    is_provisional BOOLEAN NOT NULL
);
COMMENT ON TABLE identity IS 'One row per subject as stated, and the model and route it is.';
COMMENT ON COLUMN identity.provider IS 'Who offers it.';
COMMENT ON COLUMN identity.subject_kind IS 'route, model or service.';
COMMENT ON COLUMN identity.subject_stated IS 'The subject as pages write it.';
COMMENT ON COLUMN identity.model_id IS 'The model; NULL for a service.';
COMMENT ON COLUMN identity.route_id IS 'The route; NULL for a model or a service.';
COMMENT ON COLUMN identity.route_variant IS 'What tells this offer from the provider''s others of the model: free, thinking, a region.';
COMMENT ON COLUMN identity.rule IS 'The rule that decided it.';
COMMENT ON COLUMN identity.is_provisional IS 'Whether only one name is known for the model.';

CREATE TABLE IF NOT EXISTS model_info (
    model_id VARCHAR NOT NULL,
    lab VARCHAR,
    slug VARCHAR NOT NULL
);
COMMENT ON TABLE model_info IS 'One row per model: its id, its maker where known, and its name in urls.';
COMMENT ON COLUMN model_info.model_id IS 'The model.';
COMMENT ON COLUMN model_info.lab IS 'Who made it.';
COMMENT ON COLUMN model_info.slug IS 'Its id in urls and file names.';

CREATE OR REPLACE TABLE freshness_policy (
    kind VARCHAR NOT NULL,
    source VARCHAR,
    tier VARCHAR,
    checked_warn_days INTEGER NOT NULL,
    checked_error_days INTEGER NOT NULL,
    reviewed_warn_days INTEGER,
    reviewed_error_days INTEGER
);
COMMENT ON TABLE freshness_policy IS 'One row per rule: the ages at which facts of a kind warn and are an error. The narrowest rule holds, source before tier.';
COMMENT ON COLUMN freshness_policy.kind IS 'price, lifecycle or other.';
COMMENT ON COLUMN freshness_policy.source IS 'The source that it is for; NULL for every source.';
COMMENT ON COLUMN freshness_policy.tier IS 'The price tier that it is for; NULL for every tier.';
COMMENT ON COLUMN freshness_policy.checked_warn_days IS 'Days without a check after which a fact warns.';
COMMENT ON COLUMN freshness_policy.checked_error_days IS 'Days without a check after which it is an error.';
COMMENT ON COLUMN freshness_policy.reviewed_warn_days IS 'Days without a review after which a fact warns; NULL: nobody has to review it.';
COMMENT ON COLUMN freshness_policy.reviewed_error_days IS 'Days without a review after which it is an error.';

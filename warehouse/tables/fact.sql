-- What a fact is about (fact_key), and what each read body says of it (fact), with the text and its place.
CREATE TABLE IF NOT EXISTS fact_key (
    key_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_stated VARCHAR NOT NULL,
    attribute VARCHAR NOT NULL,
    meter VARCHAR,
    tier VARCHAR,
    context_from_tokens BIGINT,
    context_to_tokens BIGINT,
    lifetime VARCHAR,
    modality VARCHAR,
    variant VARCHAR,
    valid_from DATE,
    valid_to DATE,
    benchmark VARCHAR,
    version VARCHAR,
    runner VARCHAR,
    band_rule VARCHAR,
    region VARCHAR,
    mode VARCHAR,
    hours VARCHAR,
    price_class VARCHAR,
    plan VARCHAR,
    is_plain BOOLEAN,
    qualifiers VARCHAR NOT NULL
);
-- Of a database made before these columns: reading the archive anew fills them.
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS band_rule VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS region VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS mode VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS hours VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS price_class VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS plan VARCHAR;
ALTER TABLE fact_key ADD COLUMN IF NOT EXISTS is_plain BOOLEAN;
COMMENT ON TABLE fact_key IS 'One row per thing that a source states a value of.';
COMMENT ON COLUMN fact_key.key_id IS 'Hash of all other columns.';
COMMENT ON COLUMN fact_key.source IS 'The source that states it.';
COMMENT ON COLUMN fact_key.document IS 'The document that states it.';
COMMENT ON COLUMN fact_key.provider IS 'Who offers the route (or publishes the model).';
COMMENT ON COLUMN fact_key.subject_kind IS 'route, model or service (a tool sold beside the models).';
COMMENT ON COLUMN fact_key.subject_stated IS 'The subject as the page writes it.';
COMMENT ON COLUMN fact_key.attribute IS 'price, or what else the value is about.';
COMMENT ON COLUMN fact_key.meter IS 'Of a price: what is counted.';
COMMENT ON COLUMN fact_key.tier IS 'Of a price: standard, batch, flex, priority or fast.';
COMMENT ON COLUMN fact_key.context_from_tokens IS 'Of a price: smallest input, in tokens, that it is for.';
COMMENT ON COLUMN fact_key.context_to_tokens IS 'Of a price: first input size, in tokens, that it is no longer for.';
COMMENT ON COLUMN fact_key.lifetime IS 'Of a cache write: how long the cache lives.';
COMMENT ON COLUMN fact_key.modality IS 'Of a price: the modality it is for, where the page says so.';
COMMENT ON COLUMN fact_key.variant IS 'What else tells the value from its neighbours; the capability of a capability; the setting of a score.';
COMMENT ON COLUMN fact_key.valid_from IS 'First day of effect, as the page states it.';
COMMENT ON COLUMN fact_key.valid_to IS 'First day no longer in effect, as the page states it.';
COMMENT ON COLUMN fact_key.benchmark IS 'Of a score: the benchmark, as the page names it.';
COMMENT ON COLUMN fact_key.version IS 'Of a score: the release of the benchmark, where the page names one.';
COMMENT ON COLUMN fact_key.runner IS 'Of a score: who ran the benchmark.';
COMMENT ON COLUMN fact_key.band_rule IS 'Of a price for an input band: cliff or marginal, where the page says so.';
COMMENT ON COLUMN fact_key.region IS 'Of a price: where it holds, as the page writes it.';
COMMENT ON COLUMN fact_key.mode IS 'Of a price: thinking or non_thinking, where the page tells them apart.';
COMMENT ON COLUMN fact_key.hours IS 'Of a price: the time of day it holds, UTC, half-open, as 16:30-00:30.';
COMMENT ON COLUMN fact_key.price_class IS 'Of a price: introductory, promotional or net (a discount taken off); NULL for a list price.';
COMMENT ON COLUMN fact_key.plan IS 'Of a price: the plan or allowance it is for.';
COMMENT ON COLUMN fact_key.is_plain IS 'Of a price: whether any text request pays it, under no condition but tier and band.';
COMMENT ON COLUMN fact_key.qualifiers IS 'The qualifiers in one line, for reading.';

CREATE TABLE IF NOT EXISTS fact (
    source VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    value_text VARCHAR NOT NULL,
    value_number DECIMAL(38, 18),
    amount DECIMAL(38, 18),
    currency VARCHAR,
    unit VARCHAR,
    usd_per_mtok DECIMAL(28, 12),
    measured_date VARCHAR,
    quote VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    context VARCHAR NOT NULL
);
-- Of a database made when twelve decimals were enough.
ALTER TABLE fact ALTER value_number TYPE DECIMAL(38, 18);
COMMENT ON TABLE fact IS 'One row per value that a read body states.';
COMMENT ON COLUMN fact.source IS 'The source.';
COMMENT ON COLUMN fact.sha256 IS 'Digest of the body.';
COMMENT ON COLUMN fact.key_id IS 'What the value is of.';
COMMENT ON COLUMN fact.value_text IS 'The value in canonical form.';
COMMENT ON COLUMN fact.value_number IS 'The value as a number, where it is one, in the unit.';
COMMENT ON COLUMN fact.amount IS 'Of a price: the amount as stated, per unit, in the currency.';
COMMENT ON COLUMN fact.currency IS 'Of a price: the currency as quoted.';
COMMENT ON COLUMN fact.unit IS 'Of a price: what the amount is for; else the unit of value_number.';
COMMENT ON COLUMN fact.usd_per_mtok IS 'Of a token price in dollars, or a free one: dollars per million tokens.';
COMMENT ON COLUMN fact.measured_date IS 'Of a score: when the benchmark was run, an ISO date of the precision that is stated.';
COMMENT ON COLUMN fact.quote IS 'The text on the page.';
COMMENT ON COLUMN fact.locator IS 'Where that text is in the archived bytes.';
COMMENT ON COLUMN fact.context IS 'JSON list of the texts around it that give it meaning: role, text, locator.';

CREATE TABLE IF NOT EXISTS claim_set_aside (
    source VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_stated VARCHAR NOT NULL,
    attribute VARCHAR NOT NULL,
    meter VARCHAR,
    qualifiers VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);
COMMENT ON TABLE claim_set_aside IS 'One row per claim that did not become a fact, and why.';
COMMENT ON COLUMN claim_set_aside.source IS 'The source.';
COMMENT ON COLUMN claim_set_aside.document IS 'The document.';
COMMENT ON COLUMN claim_set_aside.sha256 IS 'Digest of the body.';
COMMENT ON COLUMN claim_set_aside.provider IS 'Who offers the route.';
COMMENT ON COLUMN claim_set_aside.subject_kind IS 'route, model or service.';
COMMENT ON COLUMN claim_set_aside.subject_stated IS 'The subject as the page writes it.';
COMMENT ON COLUMN claim_set_aside.attribute IS 'price, or what else the value is about.';
COMMENT ON COLUMN claim_set_aside.meter IS 'Of a price: what is counted.';
COMMENT ON COLUMN claim_set_aside.qualifiers IS 'The qualifiers in one line.';
COMMENT ON COLUMN claim_set_aside.quote IS 'The text on the page.';
COMMENT ON COLUMN claim_set_aside.locator IS 'Where that text is.';
COMMENT ON COLUMN claim_set_aside.code IS 'Stable code of the reason.';
COMMENT ON COLUMN claim_set_aside.message IS 'The reason in a sentence.';

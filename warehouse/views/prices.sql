-- Every stated price, one row per source, scheduled ones included; in_effect says whether the day asked for is inside.
CREATE OR REPLACE VIEW prices AS
SELECT k.route_id, k.provider, r.provider_model_id, k.subject_stated AS stated_name, k.model_id, k.subject_kind,
       k.meter, k.tier, k.context_from_tokens, k.context_to_tokens, k.lifetime, k.modality, k.variant,
       k.band_rule, k.region, k.mode, k.hours, k.price_class, k.plan, k.is_plain,
       k.region IS NOT NULL AND coalesce(k.modality, 'text') = 'text'
           AND coalesce(k.variant, k.mode, k.hours, k.price_class, k.plan) IS NULL AS is_regional,
       k.qualifiers, k.currency, k.amount, k.unit, k.usd_per_mtok, k.exchange_rate, k.exchange_rate_date, k.valid_from, k.valid_to,
       (k.valid_from IS NULL OR k.valid_from <= as_of_date()) AND (k.valid_to IS NULL OR k.valid_to > as_of_date()) AS in_effect,
       k.review_rank, k.review_rank AS judged, k.authority, k.publisher, k.lineage, k.held_value, k.held_because,
       k.state, k.source, k.fact_id, k.first_seen_at, k.last_checked_at, k.missing_since, k.last_reviewed_at
FROM fact_as_of k
LEFT JOIN route_spelling r USING (route_id)
WHERE k.attribute = 'price';
COMMENT ON VIEW prices IS 'One row per stated price and source, scheduled prices included.';
COMMENT ON COLUMN prices.route_id IS 'The route; NULL for a service such as a search tool.';
COMMENT ON COLUMN prices.provider IS 'Who sells it.';
COMMENT ON COLUMN prices.provider_model_id IS 'The provider''s own id of the route.';
COMMENT ON COLUMN prices.stated_name IS 'The subject as the page writes it.';
COMMENT ON COLUMN prices.model_id IS 'The model.';
COMMENT ON COLUMN prices.subject_kind IS 'route, or service for a tool sold beside the models.';
COMMENT ON COLUMN prices.meter IS 'What is counted: input, output, cache_read, cache_write, ...';
COMMENT ON COLUMN prices.tier IS 'standard, batch, flex, priority or fast.';
COMMENT ON COLUMN prices.context_from_tokens IS 'Smallest input in tokens that it is for; NULL: no lower end.';
COMMENT ON COLUMN prices.context_to_tokens IS 'First input size in tokens that it is no longer for; NULL: no upper end.';
COMMENT ON COLUMN prices.lifetime IS 'Of a cache write: how long the cache lives.';
COMMENT ON COLUMN prices.modality IS 'Modality it is for, where the page says so.';
COMMENT ON COLUMN prices.variant IS 'What else tells it from its neighbours: a picture size, fine_tuned.';
COMMENT ON COLUMN prices.band_rule IS 'cliff or marginal, where the page says so: whether a larger input pays this price whole or only beyond the end.';
COMMENT ON COLUMN prices.region IS 'Region it is for, as the page writes it; NULL where none is stated.';
COMMENT ON COLUMN prices.mode IS 'thinking or non_thinking, where the page tells them apart.';
COMMENT ON COLUMN prices.hours IS 'Time of day it holds, UTC, half-open, as 16:30-00:30; NULL: all day.';
COMMENT ON COLUMN prices.price_class IS 'introductory, promotional or net (a discount taken off); NULL for a list price.';
COMMENT ON COLUMN prices.plan IS 'Plan or allowance it is for; NULL where none is stated.';
COMMENT ON COLUMN prices.is_plain IS 'Whether any text request pays it, under no condition but tier and band.';
COMMENT ON COLUMN prices.is_regional IS 'Whether any text request in its region pays it, under no other condition but tier and band.';
COMMENT ON COLUMN prices.qualifiers IS 'All of these in one line.';
COMMENT ON COLUMN prices.currency IS 'Currency as quoted.';
COMMENT ON COLUMN prices.amount IS 'Amount as stated, per unit, in the currency.';
COMMENT ON COLUMN prices.unit IS 'What the amount is for.';
COMMENT ON COLUMN prices.usd_per_mtok IS 'Dollars per million tokens; of a price in another currency converted, to five digits. NULL for other units, and where no rate is known.';
COMMENT ON COLUMN prices.exchange_rate IS 'Dollars that a unit of the currency was worth; NULL for dollars, and where no rate is known.';
COMMENT ON COLUMN prices.exchange_rate_date IS 'Day of the rate: the newest one on or before the day of the last check.';
COMMENT ON COLUMN prices.valid_from IS 'First day of effect, as the page states it.';
COMMENT ON COLUMN prices.valid_to IS 'First day no longer in effect, as the page states it.';
COMMENT ON COLUMN prices.in_effect IS 'Whether the day asked for is inside the days of effect.';
COMMENT ON COLUMN prices.review_rank IS '0: a person chose it among those of several sources; 1: no person did; 2: a person rejected it.';
COMMENT ON COLUMN prices.judged IS 'Former name of review_rank; goes with the next release.';
COMMENT ON COLUMN prices.authority IS '0: the seller itself; 1: another first party; 2: a model''s own card; 3: an aggregator; 4: others.';
COMMENT ON COLUMN prices.publisher IS 'Who publishes the statement.';
COMMENT ON COLUMN prices.lineage IS 'first_party, own_card, aggregator or community.';
COMMENT ON COLUMN prices.held_value IS 'A newer value that a gate holds back; NULL when there is none.';
COMMENT ON COLUMN prices.held_because IS 'Why it is held back.';
COMMENT ON COLUMN prices.source IS 'The source that states it.';
COMMENT ON COLUMN prices.fact_id IS 'The fact, for explain.';
COMMENT ON COLUMN prices.state IS 'stated; missing: no longer on its page, the last value stands; held: a newer value waits for review.';
COMMENT ON COLUMN prices.first_seen_at IS 'First page of the unbroken run of this value.';
COMMENT ON COLUMN prices.last_checked_at IS 'Last page on which the parser saw this very value.';
COMMENT ON COLUMN prices.missing_since IS 'First whole page without it; NULL while it is there.';
COMMENT ON COLUMN prices.last_reviewed_at IS 'When a person last accepted this value.';

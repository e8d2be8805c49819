-- Adds a price, with values bound by name.
INSERT INTO prices VALUES (
    :provider, :id, :route_id, :model_id, :stated_name, :meter, :tier, :context_from_tokens,
    :context_to_tokens, :band_rule, :lifetime, :modality, :region, :mode, :hours, :price_class, :plan,
    :variant, :currency, :amount, :unit, :usd_per_mtok, :valid_from, :valid_to, :standing, :authority,
    :source, :fact_id, :quote, :locator, :url, :first_seen_at, :last_checked_at
);

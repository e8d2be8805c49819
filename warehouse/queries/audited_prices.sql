-- The prices per token in US dollars that some providers' routes have on the day asked for, with receipts, best witness
-- first. What one publisher says of the prices of others is left out: its own table is no witness for it.
SELECT p.provider, p.stated_name AS stated, p.meter, p.tier, p.context_from_tokens, p.context_to_tokens, p.lifetime,
       p.modality, p.hours, coalesce(p.region, p.mode, p.plan, p.variant) IS NOT NULL AS is_apart, p.usd_per_mtok,
       p.authority, p.state, p.source, p.fact_id, f.quote, f.locator, f.url, p.last_checked_at
FROM prices p JOIN facts f USING (fact_id)
WHERE p.subject_kind = 'route' AND p.currency = 'USD' AND p.usd_per_mtok IS NOT NULL AND p.in_effect
  AND list_contains($providers::VARCHAR[], p.provider) AND (p.authority = 0 OR p.publisher <> $publisher)
ORDER BY p.authority, p.missing_since IS NOT NULL, p.last_checked_at DESC, p.fact_id;

-- Offers whose price depends on a region or an hour, with the range.
SELECT provider_name, stated_name, depends_on, region, hours, input_usd_per_mtok, dearest_input_usd_per_mtok,
       output_usd_per_mtok, dearest_output_usd_per_mtok
FROM offers
WHERE depends_on IS NOT NULL
ORDER BY provider_name, stated_name;

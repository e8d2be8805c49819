-- After how many days the facts of each source are too old.
SELECT source, attribute, tier, checked_error_days FROM freshness WHERE source IN (FROM temp.touched_source)

"""Real changes of recorded pages: what the prices of the older copy show of the newer one, without its source."""

"""Where pages come from and what they say: sources, the crawl, the archive. Knows nothing of the other packages."""

"""The source by which `cardkeep source new` fetches a page that no source reads yet, in a package
of its own so that a crawl can plan it alone. May import `spiders`.
"""

URL_VARIABLE = "CARDKEEP_FIRST_LOOK_URL"
"""The environment variable that tells the crawl process which page to fetch."""

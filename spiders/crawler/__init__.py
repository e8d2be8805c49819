"""The crawl: a process of its own in which Scrapy fetches the pages that a plan names, archives
every response as received, and ends each planned link in exactly one outcome. May import
`spiders.archive`, `spiders.parsing` and the modules at the top of `spiders`; it finds sources
through `spiders.registry` and imports none by name.
"""

"""Where pages come from and what they say: sources, readers, the crawl, the archive. At its top
stands what a source is made of: claims, the class Source, errors. May import no other package.
"""

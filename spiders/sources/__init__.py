"""One file per source, and nothing else: the file's name is the source's name.

May import `spiders.parsing`, `spiders.readers`, `spiders.platforms` and the top of `spiders`; no
other source.
"""

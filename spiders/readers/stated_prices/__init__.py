"""Prices as a page states them: the one amount of a cell, the conditions beside it, and the page's
own way of writing numbers. May import `spiders.parsing`, the readers beside it, `spiders.claims`,
`spiders.conditions` and `spiders.errors`; no source.
"""

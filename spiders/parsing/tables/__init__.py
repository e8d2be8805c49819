"""A table, whatever document it stands in: headers, rows whose every cell is taken by its header, and
what terms in them mean. May import `spiders.claims`, `spiders.conditions`, `spiders.characters` and
`spiders.errors`; nothing else of `spiders.parsing`.
"""

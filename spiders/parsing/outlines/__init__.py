"""What a document says in reading order, whatever it is written in: blocks, the sections that headings
cut them into, and the outline of the whole. May import `spiders.parsing.tables` and
`spiders.parsing.json_tree`, `spiders.claims` and `spiders.errors`.
"""

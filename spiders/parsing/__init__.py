"""What documents are written in: JSON, YAML, CSV, Markdown, MDX, HTML, a module for each; read as trees,
as tables (`tables/`) and as outlines (`outlines/`) whose every piece knows its place. May import
`spiders.claims`, `spiders.characters`, `spiders.conditions`, `spiders.limits` and `spiders.errors`.
"""

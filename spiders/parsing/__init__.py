"""What documents are written in: JSON, YAML, CSV, Markdown, MDX, HTML; as trees, tables and
outlines whose every piece knows its place. May import `spiders.claims` and `spiders.errors`.
"""

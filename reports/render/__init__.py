"""Renders page models as HTML, JSON, Markdown, terminal text and feeds. Decides how a thing looks,
never what is said. May import every room of `reports` but `checks` and `site`.
"""

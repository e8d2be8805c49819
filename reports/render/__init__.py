"""Page models written out: HTML, JSON, Markdown, terminal text, and the feed. Decides how a thing
looks, never what is said. May import every room of `reports` but `checks` and `site`.
"""

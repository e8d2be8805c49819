"""Pages edited as publishers edit theirs: what sources and anchors keep of them, and what is
proposed.
"""

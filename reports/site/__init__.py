"""The site as files: which pages there are, and which of them have to be written again. May import
every room of `reports`.
"""

"""Writes the site to a folder, and only the pages that changed since the build before. May import
every room of `reports`.
"""

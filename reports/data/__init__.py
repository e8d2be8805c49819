"""Reads the rows of the catalog that pages are made from, and finds the model that a text names.
May import `warehouse`; no other room of `reports`.
"""

"""The rows of the warehouse that pages are made from, read for some models at once, and which model
a text means. May import `warehouse`; no other room of `reports`.
"""

"""The sections of a comparison page, one module per section: its model, and how that is built from
a pair. May import what `reports.pages` may.
"""

"""The sections of a comparison page, one file each: what it shows, and how that is made from two
sides. May import what `reports.pages` may.
"""

"""Readers for several sources of one platform: the price lists of AWS, repositories on
Hugging Face, and price tables in Chinese. May import `spiders.parsing`, `spiders.readers`, and the
modules at the top of `spiders`; no source.
"""

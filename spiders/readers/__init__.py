"""What names, words, cells and keys say of models and prices, as several sources write them. May
import `spiders.parsing`, `spiders.claims` and `spiders.errors`; no source.
"""

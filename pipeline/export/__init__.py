"""The catalog written in the formats of others, with an account of what each could not say. May
import `pipeline.identity` and `pipeline.tables`.
"""

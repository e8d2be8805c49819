"""The general reader of prices: any page's tables and objects, read by what their headers, units and
labels mean, without knowledge of the source. May import `spiders.parsing`, `spiders.readers`,
`spiders.platforms` and the modules at the top of `spiders`; no source.
"""

"""What a usage costs: usage objects of providers, the prices of an offer, and the one set of rules
that makes an amount, an interval or a refusal of both (docs/cost.md). May import `reports.data` and
`reports.values`.
"""

"""What needs a person, and who is notified of it: alerts, their log, the channels they go to, and
the policy that says how old is too old. May import `warehouse`, `pipeline.review` and the top of
`pipeline`.
"""

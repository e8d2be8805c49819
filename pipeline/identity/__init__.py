"""Which model and which route a stated name is, decided by named rules over all names. May import
`warehouse`; no other room of `pipeline`.
"""

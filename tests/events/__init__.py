"""The proof of what cardkeep concludes: real events of recorded pages, replayed night by night.

`python -m tests.events` prints of every event how many nights its headline was wrong, and over all
of them the false ends, the false holds and the planted slips that became headlines. What is asked
are the public views alone.
"""

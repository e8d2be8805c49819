"""What cardkeep promises under faults and attack: 41 checks, how each is tried, and how that ended.

    python -m tests.trust               the long form, up to an hour
    python -m tests.trust --short       the short form of the long suites
    python -m tests.trust 2 31          some checks
    python -m tests.trust --write       runs nothing, writes docs/trust.md
    python -m tests.trust --check       writes nothing, runs nothing: is docs/trust.md what it should be?

The checks are in checks.toml, the results in results.json; docs/trust.md is made of both.
"""

"""Checks that a page model must pass before it is written. A failed check names the two places that
contradict each other. May import `reports.values`, `reports.model` and `reports.pages`.
"""

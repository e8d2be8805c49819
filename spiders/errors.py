"""LayoutChanged: a page is no longer written as its source expects."""


class LayoutChanged(Exception):
    """A page, or a part of it, is not written as expected, so that none of its claims can be
    trusted.

    The message says what is wrong, where, what was expected and what was found.
    """

    def __init__(self, what: str, *, where: str = "", expected: str = "", found: str = "") -> None:
        self.what = what
        self.where = where
        self.expected = expected
        self.found = found
        parts = [what]
        if where:
            parts.append(f"at {where}")
        if expected:
            parts.append(f"expected {expected}")
        if found:
            parts.append(f"found {found}")
        super().__init__("; ".join(parts))

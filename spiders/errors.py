"""LayoutChanged: a page no longer means what its source reads in it."""


class LayoutChanged(Exception):
    """A page, or a section of it, that must not be read as before: nothing of that section becomes
    a claim.

    The message says what is wrong, where, what was expected and what was found.
    """

    def __init__(self, what: str, *, where: str = "", expected: str = "", found: str = "") -> None:
        self.what, self.where, self.expected, self.found = what, where, expected, found
        parts = [what]
        if where:
            parts.append(f"at {where}")
        if expected:
            parts.append(f"expected {expected}")
        if found:
            parts.append(f"found {found}")
        super().__init__("; ".join(parts))

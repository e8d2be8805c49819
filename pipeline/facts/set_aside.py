"""SetAside: a claim that cannot become a fact, with the reason that is listed."""


class SetAside(Exception):
    """The claim is kept and listed with `code` and this message; no fact comes of it."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)

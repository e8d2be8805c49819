"""Failures that end a command: a stable code, a message that says what, where, expected, found,
kept and what to do.
"""


class Failure(Exception):
    """Ends a command with `exit_code` and its message on stderr."""

    exit_code = 1
    code = "failed"

    def __init__(
        self, message: str, *, exit_code: int | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.exit_code = exit_code if exit_code is not None else self.exit_code
        self.code = code or self.code


class NotFound(Failure):
    exit_code, code = 3, "not-found"


class Partial(Failure):
    """The run did what it could: some source gave no page, or a part of a page could not be read."""

    exit_code, code = 4, "partial"


class PublishingBlocked(Failure):
    """A check found the new catalog inconsistent; readers keep the one before."""

    exit_code, code = 6, "blocked"

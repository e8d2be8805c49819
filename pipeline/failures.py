"""How commands end: the exit codes, and the failures that carry one.

A failure's message says what is wrong, where, what was expected, what was found, what was kept and
what to do.
"""

from enum import IntEnum
from typing import Protocol, runtime_checkable


class ExitCode(IntEnum):
    """The exit codes of every command. README.md lists them for users."""

    CLEAN = 0
    FAILURE = 1
    USAGE = 2
    NOT_FOUND = 3
    PARTIAL = 4
    """Some page could not be fetched or read."""
    FINDINGS = 5
    """Something is stale or broken, waits for review, or differs."""
    BLOCKED = 6
    """A check found the new catalog inconsistent, so that it was not published."""
    LOCKED = 7
    """Another run writes."""
    TRY_AGAIN = 75
    """The engine that runs the steps did not answer."""
    INTERRUPTED = 130
    READER_LEFT = 141
    """The reader of a pipe did not want the rest: 128 and SIGPIPE, as other commands end then."""


@runtime_checkable
class ExpectedFailure(Protocol):
    """An exception that ends a command with its message, an exit code and a stable code in words.

    A protocol instead of a base class, because `spiders`, `warehouse` and `reports` import nothing
    of `pipeline`: their exceptions have these two class attributes.
    """

    exit_code: int
    code: str


class Failure(Exception):
    """Ends a command with `exit_code` and its message on stderr."""

    exit_code: int = ExitCode.FAILURE
    code: str = "failed"

    def __init__(
        self, message: str, *, exit_code: int | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        if exit_code is not None:
            self.exit_code = exit_code
        if code is not None:
            self.code = code


class NotFound(Failure):
    """Nothing has the name or id that was asked for."""

    exit_code = ExitCode.NOT_FOUND
    code = "not-found"


class Partial(Failure):
    """The run did what it could: some source gave no page, or a part of a page could not be read."""

    exit_code = ExitCode.PARTIAL
    code = "partial"


class PublishingBlocked(Failure):
    """A check found the new catalog inconsistent; readers keep the one before."""

    exit_code = ExitCode.BLOCKED
    code = "blocked"

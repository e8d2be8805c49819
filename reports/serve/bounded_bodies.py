"""Refuses what is sent beyond a size, before it is read whole."""

from fastapi import HTTPException, Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reports.serve.answers import error_answer

MOST_BYTES = 1_000_000
"""Of the body of a request: a form of the desk that ticks some 10,000 values."""


class BodyTooLarge(HTTPException):
    """The body of a request is larger than it may be. FastAPI lets an HTTPException through where
    it reads a body, and no other.
    """

    def __init__(self) -> None:
        super().__init__(
            413, f"The body is too large: at most {MOST_BYTES:,} bytes; nothing was done."
        )


class BoundedBodies:
    """An application whose requests have bodies of at most MOST_BYTES. Raises BodyTooLarge to what
    reads a larger one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BYTES:
                raise BodyTooLarge
            return message

        await self._app(scope, bounded, send)


async def tell_too_large(_: Request, error: Exception) -> Response:
    """The error as an answer."""
    message = error.detail if isinstance(error, BodyTooLarge) else str(error)
    return error_answer("too-large", message, 413)

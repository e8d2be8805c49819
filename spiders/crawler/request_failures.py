"""Classifies failed requests: an outcome, and a sentence for a person."""

from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from spiders.archive import Outcome
from spiders.archive.content_encoding import BodyDamaged, BodyTooLarge
from spiders.crawler.download_handler import HeadersTooLarge
from spiders.crawler.middlewares.bounds import PublicResolver, RequestRefused
from spiders.crawler.redaction import redact


class LinkResult(NamedTuple):
    """How a link ended, and why."""

    outcome: Outcome
    detail: str


def classify_failure(error: BaseException, url: str) -> LinkResult:
    """What an exception of the crawler means for the link whose last request went to `url`."""
    outcome, detail = _classify(error, urlsplit(url).hostname or "")
    return LinkResult(outcome, redact(" ".join(detail.split()))[:500])


def _classify(error: BaseException, host: str) -> LinkResult:
    match error:
        case RequestRefused():
            return LinkResult("refused", str(error))
        case CannotResolveHostError() if address := PublicResolver.refused.get(host):
            return LinkResult(
                "refused", f"{host} has the address {address}, which is not a public one"
            )
        case CannotResolveHostError():
            return LinkResult("failed", f"the name {host} cannot be resolved")
        case BodyTooLarge():
            return LinkResult("too_large", str(error))
        case DownloadCancelledError():  # by nothing else than the limit on a body
            return LinkResult(
                "too_large", f"the body is longer than we read: {error}".removesuffix(": ")
            )
        case DownloadFailedError() if headers := _reason(error, HeadersTooLarge):
            return LinkResult("too_large", headers)
        case DownloadFailedError():
            return LinkResult(
                "failed", f"the connection broke off: {_reason(error, Exception) or error}"
            )
        case DownloadConnectionRefusedError():
            return LinkResult("failed", f"{host} refuses connections")
        case DownloadTimeoutError():
            return LinkResult("failed", f"no complete answer in time: {error}")
        case ResponseDataLossError():
            return LinkResult(
                "failed", "the body is shorter than the server said, or its last chunk is missing"
            )
        case BodyDamaged() | IgnoreRequest():
            return LinkResult("failed", str(error))
        case _:
            return LinkResult("failed", f"{type(error).__name__}: {error}")


def _reason(error: DownloadFailedError, kind: type[Exception]) -> str:
    """The message of the first exception of a kind among those that Twisted gives for a failed
    response. Empty where there is none.
    """
    for reason in cast(list[Any], getattr(error.__cause__, "reasons", [])):
        if isinstance(reason.value, kind):
            return str(reason.value)
    return ""

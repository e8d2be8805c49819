"""PageOutcome: how one planned link ended. Exactly one per link and run, kept in the archive beside
the bytes.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from spiders.claims import Frozen, Link

Outcome = Literal["ok", "not_modified", "blocked", "missing", "refused", "too_large", "failed"]
"""
ok            the page arrived whole and looks like a page
not_modified  the server says that the page of an earlier ok outcome still stands
blocked       a wall instead of the page: a captcha, a login, an empty shell, 401 or 403
missing       the server says there is no such page: 404 or 410
refused       we did not fetch it: robots.txt forbids it or cannot be read, or the address is not a public web address
too_large     the page is larger than we read, as sent or when unpacked
failed        anything else: no connection, a timeout, a cut or garbled body, a server's error, an error of our own
"""

NAMED_ELSEWHERE = "named by another page"
"""How the detail begins of a page that its source does not declare and that is missing or blocked: that
is no fault (warehouse/views/alerts.sql).
"""

Form = Literal["fetched", "verbatim", "rendered", "reduced"]
"""
fetched   by this project, over HTTP
verbatim  recorded elsewhere: the bytes that a server sent
rendered  recorded elsewhere: a browser's document after its scripts ran
reduced   recorded elsewhere: verbatim parts of a longer answer
"""


class PageOutcome(Frozen):
    """How one planned link ended, and which archived body stands for its page."""

    run_id: str
    source: str
    document: str
    kind: str
    url: str
    """As planned."""
    final_url: str
    """Where the last request went, after redirects; secrets in a query are taken out."""
    seen_at: AwareDatetime
    """UTC, whole seconds. With precision "day", midnight of the day of capture."""
    precision: Literal["second", "day"]
    form: Form
    outcome: Outcome
    detail: str
    """A sentence for a person; empty when there is nothing to say."""
    http_status: int | None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None
    """Of the body with its Content-Encoding undone; for not_modified, of the earlier body that
    still stands.
    """
    bytes: int | None
    """Length of that body."""
    media_type: str
    """The Content-Type in lower case, with its parameters; empty when unknown."""
    etag: str
    last_modified: str
    record_id: str
    """Of the response, revisit or resource record; empty when nothing was received."""
    next_link: Link | None = None
    """Of a page of a long list (`LongList`): the page after it."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.seen_at.utcoffset() != timedelta(0) or self.seen_at.microsecond:
            raise ValueError(f"seen_at is UTC in whole seconds, found {self.seen_at.isoformat()}")
        if self.outcome in ("ok", "not_modified") and not (self.sha256 and self.record_id):
            raise ValueError(
                f"an outcome {self.outcome} names the body and the record that stand for the page"
            )
        if (self.sha256 is None) != (self.bytes is None):
            raise ValueError("sha256 and bytes describe one body: give both or neither")
        return self

    @property
    def confirms(self) -> bool:
        """Whether the page was seen, and its body is in the archive."""
        return self.outcome in ("ok", "not_modified")

    @property
    def page_url(self) -> str:
        """The address of the page. An import says where it was recorded; a retrieval may have been
        redirected.
        """
        return self.url if self.form == "fetched" else self.final_url

    @property
    def retrieval(self) -> tuple[str, ...]:
        """What has exactly one outcome in a run: a planned link, or one capture of it in an import."""
        link = (self.document, self.kind, self.url)
        if self.form == "fetched":
            return link
        return (*link, self.final_url, self.seen_at.isoformat(), self.sha256 or "")

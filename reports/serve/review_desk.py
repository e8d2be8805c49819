"""The review desk in a browser: what waits, with quotes, and forms that decide on it.

What writes is handed in. Who may sit there: on a loopback address whoever is on this machine, else
who knows the token. A form carries a key of this process, and a browser must say that it comes from
this site, so that no other site decides in somebody's name.
"""

import hmac
import secrets
from base64 import b64decode
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple, Protocol
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from reports.render.page_forms import render_template

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OF_PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_MOST_REASON = 1000


class DeskFault(Exception):
    """What was asked of the desk cannot be done; nothing was written."""


class QuestionValue(NamedTuple):
    """A value that can be accepted or rejected, with the words of its page."""

    fact_id: str
    value: str
    quote: str
    source: str
    publisher: str
    is_published: bool
    """Whether it stands published while another one waits."""


class Question(NamedTuple):
    """Something that waits for a person: a held value, or values that differ."""

    fact_id: str
    kind: Literal["held", "dispute"]
    subject: str
    about: str
    because: str
    """Why a value is held."""
    since: date
    offers: int
    pages: int
    values: tuple[QuestionValue, ...]


class Desk(Protocol):
    """What waits, and what decides."""

    def waiting(self) -> list[Question]:
        """What waits, the most urgent first."""
        ...

    def decide(
        self, fact_ids: Sequence[str], verdict: Literal["accept", "reject"], reason: str, who: str
    ) -> str:
        """Keeps decisions. Returns what was done, in words. Raises DeskFault."""
        ...


class Refused(Exception):
    """A request that may not see the desk or decide there: a status and what to do."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def review_router(desk: Desk, user: str, token: str | None) -> APIRouter:
    """The pages of the desk. With a token, whoever sends it as the password of any name is let in,
    under that name; without one, requests to a loopback address are, as `user`.
    """
    router = APIRouter(include_in_schema=False)
    key = secrets.token_urlsafe()

    @router.get("/review/")
    def show(request: Request) -> Response:
        try:
            _visitor(request, user, token)
        except Refused as refused:
            return _refusal(refused)
        return _page(desk, key)

    @router.post("/review/")
    async def decide(request: Request) -> Response:
        try:
            who = _visitor(request, user, token)
            fields = await _fields(request, key)
            verdict = _verdict(fields)
            reason = _reason(fields)
        except Refused as refused:
            return _refusal(refused)
        fact_ids = fields.get("fact", [])

        def act() -> Response:
            try:
                done = desk.decide(fact_ids, verdict, reason, who)
            except DeskFault as fault:
                return _page(desk, key, fault=str(fault), status=409)
            return _page(desk, key, done=done)

        return await run_in_threadpool(act)

    return router


def _visitor(request: Request, user: str, token: str | None) -> str:
    """Who asks. Raises Refused. A proxy on this machine speaks for others: it needs the token."""
    if token is None:
        if _host_of(f"//{request.headers.get('host', '')}") not in LOOPBACK:
            raise Refused(403, "The desk answers on 127.0.0.1 and localhost alone.")
        if _is_forwarded(request):
            raise Refused(403, "Behind a proxy the desk needs a token: CARDKEEP_REVIEW_TOKEN.")
        return user
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    try:
        name, _, password = b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:
        name, password = "", ""
    if scheme.lower() != "basic" or not hmac.compare_digest(password.encode(), token.encode()):
        raise Refused(401, "The desk asks for a name and, as the password, the token.")
    if not name.strip():
        raise Refused(401, "The desk asks for a name, under which decisions are kept.")
    return name.strip()[:100]


def _host_of(url: str) -> str | None:
    """The host that a url names; None where it names none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _is_forwarded(request: Request) -> bool:
    """Whether a proxy sent this. Browsers and curl ask by HTTP/1.1, several proxies by 1.0."""
    is_old: bool = request.scope["http_version"] == "1.0"
    return is_old or any(name in request.headers for name in _OF_PROXIES)


def _is_foreign(request: Request) -> bool:
    """Whether a browser says that the form is another site's."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return True
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2] != request.headers.get("host")


async def _fields(request: Request, key: str) -> dict[str, list[str]]:
    """The fields of a form of this process that a page of this site sent. Raises Refused."""
    if _is_foreign(request):
        raise Refused(403, "Another site sent this form; nothing was written.")
    body = await request.body()
    fields = parse_qs(body.decode("utf-8", "replace"))
    if not hmac.compare_digest(fields.get("key", [""])[0].encode(), key.encode()):
        raise Refused(403, "The page is older than the server; load it again. Nothing was written.")
    return fields


def _verdict(fields: dict[str, list[str]]) -> Literal["accept", "reject"]:
    match fields.get("verdict"):
        case ["accept"]:
            return "accept"
        case ["reject"]:
            return "reject"
        case _:
            raise Refused(422, "Accept or reject; nothing was written.")


def _reason(fields: dict[str, list[str]]) -> str:
    reason = " ".join(fields.get("reason", [""])[0].split())
    if not 0 < len(reason) <= _MOST_REASON:
        raise Refused(
            422, f"A decision has a reason of 1 to {_MOST_REASON} characters; nothing was written."
        )
    return reason


def _page(desk: Desk, key: str, *, done: str = "", fault: str = "", status: int = 200) -> Response:
    html = render_template(
        "review.html",
        root="../",
        base_url="",
        questions=desk.waiting(),
        key=key,
        done=done,
        fault=fault,
    )
    # Under "no-referrer" a browser would not say that the form comes from this site.
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    return Response(html, status, headers, media_type="text/html")


def _refusal(refused: Refused) -> Response:
    headers = {"Cache-Control": "no-store"}
    if refused.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="cardkeep review", charset="UTF-8"'
    return Response(str(refused), refused.status, headers, media_type="text/plain")

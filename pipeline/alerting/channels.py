"""Channels: where alerts go. Urls of apprise (mail, chat and many more), and webhooks that get a
small JSON POST.

A url can hold a password, so none is ever printed, logged or put into an error.
"""

import json
import logging
import os
import tomllib
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from pipeline.failures import Failure
from pipeline.home import Home
from spiders.claims import Frozen

VARIABLE = "CARDKEEP_ALERT_URLS"
WEBHOOK = ("http://", "https://")
SECONDS = 10


class ChannelsFile(Frozen):
    """alerts.toml."""

    urls: list[str]


def load(home: Home) -> list[str]:
    """The urls in CARDKEEP_ALERT_URLS, between spaces, or else in the home's alerts.toml, or none."""
    if VARIABLE in os.environ:
        where, urls = VARIABLE, os.environ[VARIABLE].split()
    elif home.channels.exists():
        where = str(home.channels)
        try:
            urls = ChannelsFile.model_validate(
                tomllib.loads(home.channels.read_text(encoding="utf-8"))
            ).urls
        except tomllib.TOMLDecodeError as error:
            raise _refused(where, f"expected TOML, found {error}") from None
        except ValidationError as error:
            keys = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
            raise _refused(
                where, f"expected urls = [...] with texts only, found something else at {keys}"
            ) from None
    else:
        return []
    for number, url in enumerate(urls, 1):
        if "://" not in url:
            raise _refused(
                where, f"expected a url with :// as number {number}, found none (it is not shown)"
            )
    return urls


def send(urls: Sequence[str], title: str, body: str, payload: Mapping[str, Any]) -> list[str]:
    """Deliver one notification to every channel. Returns what went wrong, without any url."""
    failures: list[str] = []
    for number, url in enumerate(urls, 1):
        scheme = url.partition("://")[0]
        try:
            problem = _post(url, payload) if url.startswith(WEBHOOK) else _notify(url, title, body)
        except Exception as error:  # noqa: BLE001 (whatever one channel does, the others are served)
            problem = type(error).__name__
        if problem:
            failures.append(f"channel {number} ({scheme}) was not reached: {problem}")
    return failures


def _post(url: str, payload: Mapping[str, Any]) -> str:
    request = urllib.request.Request(  # noqa: S310 (the scheme was looked at)
        url,
        json.dumps(payload, ensure_ascii=False).encode(),
        {"Content-Type": "application/json", "User-Agent": "cardkeep"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 (as above)
        return "" if 200 <= answer.status < 300 else f"status {answer.status}"


def _notify(url: str, title: str, body: str) -> str:
    import apprise

    logging.getLogger("apprise").disabled = True  # its messages can name urls
    service = apprise.Apprise()
    if not service.add(url):
        return "apprise does not understand this url"
    return (
        ""
        if service.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT)
        else "apprise failed"
    )


def _refused(where: str, fault: str) -> Failure:
    return Failure(
        f"{where}: {fault}; nothing was fetched or sent; correct it and run the command again",
        exit_code=2,
        code="bad-channels",
    )

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
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.failures import ExitCode, Failure
from pipeline.home import Home
from spiders.claims import Frozen

VARIABLE = "CARDKEEP_ALERT_URLS"
WEBHOOK = ("http://", "https://")
SECONDS = 10


class ChannelsFile(Frozen):
    """The content of alerts.toml."""

    urls: list[str]


class BadChannels(Failure):
    """The channels cannot be read."""

    exit_code = ExitCode.USAGE
    code = "bad-channels"

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(
            f"{where}: {fault}; nothing was fetched or sent; correct it and run the command again"
        )


def load(home: Home) -> list[str]:
    """The urls in CARDKEEP_ALERT_URLS, between spaces, or else in the home's alerts.toml, or none.
    Raises BadChannels.
    """
    if VARIABLE in os.environ:
        return _checked(VARIABLE, os.environ[VARIABLE].split())
    if home.channels.exists():
        return _checked(str(home.channels), _read_file(home.channels))
    return []


def _read_file(path: Path) -> list[str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return ChannelsFile.model_validate(table).urls
    except tomllib.TOMLDecodeError as error:
        raise BadChannels(str(path), f"expected TOML, found {error}") from None
    except ValidationError as error:
        keys = [".".join(map(str, fault["loc"])) for fault in error.errors()]
        raise BadChannels(
            str(path),
            f"expected urls = [...] with texts only, found something else at {', '.join(keys)}",
        ) from None


def _checked(where: str, urls: list[str]) -> list[str]:
    for number, url in enumerate(urls, 1):
        if "://" not in url:
            raise BadChannels(
                where, f"expected a url with :// as number {number}, found none (it is not shown)"
            )
    return urls


def send(urls: Sequence[str], title: str, body: str, payload: Mapping[str, Any]) -> list[str]:
    """Deliver one message to every channel. Returns what went wrong, without any url."""
    failures: list[str] = []
    for number, url in enumerate(urls, 1):
        try:
            problem = _deliver(url, title, body, payload)
        except Exception as error:  # noqa: BLE001 (whatever one channel does, the others are served)
            problem = type(error).__name__
        if problem:
            scheme = url.partition("://")[0]
            failures.append(f"channel {number} ({scheme}) was not reached: {problem}")
    return failures


def _deliver(url: str, title: str, body: str, payload: Mapping[str, Any]) -> str:
    if url.startswith(WEBHOOK):
        return _post(url, payload)
    return _send_by_apprise(url, title, body)


def _post(url: str, payload: Mapping[str, Any]) -> str:
    request = urllib.request.Request(  # noqa: S310 (the scheme was looked at)
        url,
        json.dumps(payload, ensure_ascii=False).encode(),
        {"Content-Type": "application/json", "User-Agent": "cardkeep"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 (as above)
        if 200 <= answer.status < 300:
            return ""
        return f"status {answer.status}"


def _send_by_apprise(url: str, title: str, body: str) -> str:
    import apprise

    logging.getLogger("apprise").disabled = True  # its messages can name urls
    service = apprise.Apprise()
    if not service.add(url):
        return "apprise does not understand this url"
    if not service.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT):
        return "apprise failed"
    return ""

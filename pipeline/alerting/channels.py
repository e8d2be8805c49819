"""Channels: where alerts go. Urls of apprise (mail, chat and many more), and webhooks that get a
small JSON POST.

A url can hold a password, so none is ever printed, logged or put into an error.
"""

import hashlib
import hmac
import json
import logging
import os
import time
import tomllib
import urllib.request
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from pipeline.alerting.alert import Alert
from pipeline.configuration import AlertRoute, load_configuration
from pipeline.failures import ExitCode, Failure
from pipeline.home import Home
from spiders.claims import Frozen
from warehouse.plain_file import what_else

VARIABLE = "CARDKEEP_ALERT_URLS"
WEBHOOK = ("http://", "https://")
SECONDS = 10
SIGNATURE_HEADER = "X-Cardkeep-Signature"


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


class Channel(NamedTuple):
    """Where alerts go, and which: those that all of its conditions let through."""

    url: str
    name: str
    """What it is called in messages, in place of its url."""
    route: AlertRoute | None = None
    """None: everything goes there."""
    secret: str = ""
    """Of a webhook: what its messages are signed with."""

    def wants(self, alert: Alert) -> bool:
        route = self.route
        if route is None:
            return True
        if route.severity == "error" and alert.severity != "error":
            return False
        if route.kinds and alert.kind not in route.kinds:
            return False
        if route.providers and alert.publisher not in route.providers:
            return False
        return not route.models or any(
            fnmatchcase(model, pattern) for model in alert.models for pattern in route.models
        )


def plain_channels(urls: Iterable[str]) -> list[Channel]:
    """Channels that get everything, called by their number and scheme."""
    return [
        Channel(url, f"{number} ({url.partition('://')[0]})") for number, url in enumerate(urls, 1)
    ]


def load(home: Home) -> list[Channel]:
    """The channels in CARDKEEP_ALERT_URLS, urls between spaces; or else the routes of cardkeep.toml
    and the urls of the home's alerts.toml. Raises BadChannels and BadConfiguration.
    """
    if VARIABLE in os.environ:
        return plain_channels(_checked(VARIABLE, os.environ[VARIABLE].split()))
    found = [_routed(home, route) for route in load_configuration(home).alerts]
    if home.channels.exists():
        urls = _checked(str(home.channels), _read_file(home.channels))
        found += plain_channels(urls)
    return found


def _routed(home: Home, route: AlertRoute) -> Channel:
    """The channel of a route. Raises BadChannels where the variable with its url is not set."""
    url = route.url or os.environ.get(route.url_env or "", "")
    if "://" not in url:
        raise BadChannels(
            str(home.configuration),
            f"expected a url with :// in the variable {route.url_env}, which the alert route "
            f"{route.name} names, found none (what is there is not shown)",
        )
    secret = ""
    if route.secret_env:
        secret = os.environ.get(route.secret_env, "")
        if not secret:
            raise BadChannels(
                str(home.configuration),
                f"expected a secret in the variable {route.secret_env}, which the alert route "
                f"{route.name} names, found none",
            )
    return Channel(url, route.name, route, secret)


def _read_file(path: Path) -> list[str]:
    if found := what_else(path):
        raise BadChannels(str(path), f"expected a file, found {found}")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return ChannelsFile.model_validate(table).urls
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
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


def send(channel: Channel, title: str, body: str, payload: Mapping[str, Any]) -> str:
    """Deliver one message to a channel. Returns what went wrong, without any url; empty where it
    was taken.
    """
    try:
        problem = _deliver(channel, title, body, payload)
    except Exception as error:  # noqa: BLE001 (whatever one channel does, the others are served)
        problem = type(error).__name__
    if problem:
        return f"channel {channel.name} was not reached: {problem}"
    return ""


def _deliver(channel: Channel, title: str, body: str, payload: Mapping[str, Any]) -> str:
    if channel.url.startswith(WEBHOOK):
        return _post(channel, payload)
    return _send_by_apprise(channel.url, title, body)


def signature(secret: str, moment: int, body: bytes) -> str:
    """What a webhook's message is signed with: HMAC-SHA256 over the time in seconds since 1970, a
    dot and the body, in hexadecimal digits, beside that time.
    """
    signed = f"{moment}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def _post(channel: Channel, payload: Mapping[str, Any]) -> str:
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "cardkeep"}
    if channel.secret:
        headers[SIGNATURE_HEADER] = signature(channel.secret, int(time.time()), body)
    request = urllib.request.Request(channel.url, body, headers)  # noqa: S310 (the scheme was looked at)
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

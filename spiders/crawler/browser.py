"""The browser that renders pages which only scripts fill: the system's Chromium, through the
optional extra `browser`.

It has no network of its own (spiders/crawler/rendering.py answers what a page asks for), keeps
nothing, and is started only for sources that say `needs_browser = True`.
"""

import os
import shutil
from importlib.util import find_spec
from typing import Any

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HANDLER = "spiders.crawler.rendering.BrowserHandler"
FLAGS = [
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-web-security",  # pages ask other hosts of their publisher for data; there are no cookies to protect
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--js-flags=--max-old-space-size=512",
]
CONTEXT = {"service_workers": "block", "accept_downloads": False, "locale": "en-US"}


def chromium_path() -> str | None:
    """The path of the browser: the one that CARDKEEP_CHROMIUM names, or else the system's. None
    where there is none.
    """
    named = os.environ.get("CARDKEEP_CHROMIUM")
    if named:
        return shutil.which(named)
    for name in BROWSER_NAMES:
        path = shutil.which(name)
        if path:
            return path
    return None


def missing_requirements() -> str:
    """What has to be installed before a page can be rendered. Empty where nothing is missing."""
    missing: list[str] = []
    if find_spec("scrapy_playwright") is None:
        missing.append(
            "the extra browser: .venv/bin/python -m pip install -e '.[browser]' in a clone,"
            " pip install scrapy-playwright elsewhere"
        )
    if chromium_path() is None:
        missing.append("a Chromium: apt-get install chromium, or name one in CARDKEEP_CHROMIUM")
    return "; ".join(missing)


def browser_settings() -> dict[str, Any]:
    """Scrapy's settings for a source whose pages are rendered."""
    return {
        "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": chromium_path(),
            "chromium_sandbox": os.geteuid() != 0,  # Chromium refuses to have one as root
            "args": FLAGS,
            # Nobody answers there: what does not go through rendering.py goes nowhere, loopback
            # addresses included.
            "proxy": {"server": "http://nobody.invalid:1", "bypass": "<-loopback>"},
        },
    }

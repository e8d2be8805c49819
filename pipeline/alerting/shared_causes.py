"""Links that failed alike for one cause: a machine without a network is one thing to say, however
many links it failed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

ALL_SHARE = 0.9
"""The share of all links that must fail alike to be one cause: a few fail before they get so far.
"""
PUBLISHER_SHARE = 0.5
LEAST_LINKS = 3
LEAST_HOSTS = 3
BROWSER_MISSING = "only a browser shows this page"
"""How the outcome of a link begins that this machine has no browser for."""
_URL = re.compile(r"https?://\S+")
PAGES = ("ok", "not_modified")


class TriedLink(NamedTuple):
    """How one planned link of a crawl ended."""

    publisher: str
    source: str
    url: str
    outcome: str
    detail: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def reason(self) -> str:
        """How it failed, without what names the page: alike for links that failed for one cause."""
        text = _URL.sub("...", self.detail)
        if self.host:
            text = text.replace(self.host, "...")
        return f"{self.outcome}: {text}"


class SharedCause(NamedTuple):
    """Links that failed alike. `publisher` is empty where it is most of all links; `tried` counts
    the links that these are most of.
    """

    publisher: str
    links: list[TriedLink]
    tried: int
    needs_browser: bool = False

    @property
    def name(self) -> str:
        """The name of the alert."""
        if self.needs_browser:
            return "browser-missing"
        return f"publisher-failing/{self.publisher}" if self.publisher else "links-failing"

    @property
    def todo(self) -> str:
        """What a person can do."""
        if self.needs_browser:
            return "`cardkeep doctor` says what to install; then `cardkeep refresh`"
        if self.publisher:
            return (
                f"open {self.links[0].url} in a browser; when it answers, "
                f"`cardkeep refresh {self.publisher}`"
            )
        return "look at the network, name server and proxy of this machine; then `cardkeep refresh`"

    @property
    def sources(self) -> set[str]:
        return {link.source for link in self.links}

    def text(self) -> str:
        first = self.links[0]
        of = f" of {self.publisher}" if self.publisher else ""
        return (
            f"{len(self.links)} of {self.tried} links{of} failed alike ({len(self.sources)} "
            "sources): "
            f"{first.outcome}: {first.detail}; the first is {first.url}"
        )


def shared_causes(tried: Sequence[TriedLink]) -> list[SharedCause]:
    """What nearly all links have in common that fail, and else what most of a publisher's have."""
    causes: list[SharedCause] = []
    browserless = [link for link in tried if link.detail.startswith(BROWSER_MISSING)]
    if len({link.source for link in browserless}) > 1:
        causes.append(SharedCause("", browserless, len(tried), needs_browser=True))
    everywhere = _alike(tried, ALL_SHARE)
    if len({link.host for link in everywhere}) >= LEAST_HOSTS:
        causes.append(SharedCause("", everywhere, len(tried)))
    explained = {link for cause in causes for link in cause.links}
    by_publisher: defaultdict[str, list[TriedLink]] = defaultdict(list)
    for link in tried:
        if link not in explained:
            by_publisher[link.publisher].append(link)
    for publisher, links in by_publisher.items():
        alike = _alike(links, PUBLISHER_SHARE)
        if alike:
            causes.append(SharedCause(publisher, alike, len(links)))
    return causes


def explained_sources(
    causes: Iterable[SharedCause], tried: Iterable[TriedLink]
) -> dict[str, SharedCause]:
    """The sources whose every failed link has one of these causes, and which."""
    failed: defaultdict[str, set[TriedLink]] = defaultdict(set)
    for link in tried:
        if link.outcome not in PAGES:
            failed[link.source].add(link)
    return {
        source: cause
        for cause in causes
        for source in sorted(cause.sources)
        if failed[source] <= set(cause.links)
    }


def _alike(links: Sequence[TriedLink], share: float) -> list[TriedLink]:
    """The links that failed for the most frequent reason, where that are more than a share of all."""
    reasons = Counter(link.reason for link in links if link.outcome not in PAGES)
    for reason, count in reasons.most_common(1):
        if count >= LEAST_LINKS and count > share * len(links):
            return [link for link in links if link.reason == reason and link.outcome not in PAGES]
    return []

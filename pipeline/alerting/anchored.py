"""What alerts of pages that cannot be read add: how much of what was believed stands there
unchanged, and whether a repair is proposed.
"""

from collections.abc import Sequence

from pipeline.alerting.alert import Alert
from pipeline.facts.repairs import archived_copies, broken_page, propose
from pipeline.home import Home
from spiders.archive import Archive
from spiders.registry import load_sources

_KINDS = ("part-broken", "page-thin")


def with_anchors(home: Home, alerts: Sequence[Alert]) -> list[Alert]:
    """The alerts; those of pages whose parts fail say what believed prices show of them."""
    summaries: dict[str, str] = {}
    found: list[Alert] = []
    for alert in alerts:
        kind, _, rest = alert.cause.partition("/")
        name = rest.partition("/")[0]
        if kind not in _KINDS:
            found.append(alert)
            continue
        if name not in summaries:
            summaries[name] = anchors_of(home, name)
        found.append(_with(alert, name, summaries[name]))
    return found


def _with(alert: Alert, name: str, summary: str) -> Alert:
    if not summary:
        return alert
    since = f" since {alert.since_at:%Y-%m-%d}" if alert.since_at else ""
    update = {"happened": f"{alert.happened}; read by anchors{since}: {summary}"}
    if summary.endswith("proposal ready"):
        update["todo"] = f"`cardkeep source repair {name}` prints the proposal; {alert.todo}"
    return alert.model_copy(update=update)


def anchors_of(home: Home, name: str) -> str:
    """What believed prices show of the newest pages of a source, in words; empty where nothing is
    lost or nothing is archived.
    """
    known = load_sources(folder=home.sources.absolute()).sources
    if name not in known:
        return ""
    source = known[name]()
    words: list[str] = []
    for document, good, bad in archived_copies(Archive(home.archive), source):
        broken = broken_page(source, good, bad)
        if broken is None or not broken.anchored.believed:
            continue
        proposal = propose(broken)
        is_ready = proposal is not None and proposal.proof.holds
        told = "proposal ready" if is_ready else "no proposal"
        prefix = f"{document}: " if words else ""
        words.append(f"{prefix}{broken.anchored.summary}; {told}")
    return "; ".join(words)

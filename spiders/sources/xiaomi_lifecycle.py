"""Xiaomi's deprecations of MiMo models: a table an announcement, with the day on which a name ends,
Beijing time.

Before that day a name may already be served by the model that replaces it.
"""

from spiders.claims import Claim, Claims, Link
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables import Row
from spiders.readers.dates import read_days
from spiders.source import Documentation

COLUMNS = {
    "^(Deprecated|Offline) Model$": "route",
    "^(Deprecated|Offline) Time$": "end",
    "^System replacement time$": "start",
    "^System Replacement Model$": "successor",
    "^(Replacement Impact|Note)$": "note",
}


class XiaomiLifecycle(Documentation):
    publisher = "xiaomi"
    unverified_reason = "only a conversion of its page by others was at hand"
    links = [Link(kind="deprecations", url="https://platform.xiaomimimo.com/docs/deprecations")]
    expect = {"announcements": range(4, 1000)}

    def announcements(self, page: Page) -> Claims:
        for table in (
            *page.outline.tables("Deprecated Model"),
            *page.outline.tables("Offline Model"),
        ):
            yield from self.read_each(page, "announcements", table.rows(), self.model)

    def model(self, row: Row) -> Claims:
        cells = row.pop_matching(COLUMNS)
        if "route" not in cells or not (days := read_days(cells["end"]) if "end" in cells else []):
            raise LayoutChanged("a model has no day on which it ends", where=row.where)
        yield Claim(route=cells["route"], attribute="retired_date", quote=days[0].quote)
        if successor := cells.get("successor"):
            yield Claim(route=cells["route"], attribute="successor", quote=successor)
            for day in read_days(cells["start"])[:1] if "start" in cells else ():
                quote = successor.with_context(day.quote.as_context("validity"))
                yield Claim(
                    route=cells["route"], attribute="points_to", quote=quote, valid_from=day.iso
                )

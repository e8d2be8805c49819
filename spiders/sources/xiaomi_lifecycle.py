"""Xiaomi's deprecations of MiMo models."""

from spiders.authoring import (
    Claim,
    Claims,
    Day,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Quote,
    Row,
    read_days,
)

COLUMNS = {
    "^(Deprecated|Offline) Model$": "route",
    "^(Deprecated|Offline) Time$": "end",
    "^System replacement time$": "start",
    "^System Replacement Model$": "successor",
    "^(Replacement Impact|Note)$": "note",
}


class XiaomiLifecycle(Documentation):
    """Xiaomi's announcements: a table per announcement, with the day on which a name ends, Beijing
    time.

    Before that day a name may already be served by the model that replaces it. The impact of the
    replacement is not read.
    """

    publisher = "xiaomi"
    role = "lifecycle"
    links = [Link(kind="deprecations", url="https://platform.xiaomimimo.com/docs/deprecations")]
    expect = {"announcements": range(4, 1000)}
    unverified_reason = "only a conversion of its page by others was at hand"

    def announcements(self, page: Page) -> Claims:
        for header in ("Deprecated Model", "Offline Model"):
            for table in page.outline.tables(header):
                yield from self.read_each(page, "announcements", table.rows(), self.model)

    def model(self, row: Row) -> Claims:
        cells = row.pop_matching(COLUMNS)
        end_days = self.days(cells, "end")
        if "route" not in cells or not end_days:
            raise LayoutChanged("a model has no day on which it ends", where=row.where)
        route = cells["route"]
        yield Claim(route=route, attribute="retired_date", quote=end_days[0].quote)
        successor = cells.get("successor")
        if successor is None:
            return
        yield Claim(route=route, attribute="successor", quote=successor)
        start_days = self.days(cells, "start")
        if start_days:
            start = start_days[0]
            target = successor.with_context(start.quote.as_context("validity"))
            yield Claim(route=route, attribute="points_to", quote=target, valid_from=start.iso)

    def days(self, cells: dict[str, Quote], column: str) -> list[Day]:
        return read_days(cells[column]) if column in cells else []

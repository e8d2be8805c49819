"""Google's deprecations of the Gemini API."""

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    Link,
    Page,
    Quote,
    Row,
    attribute_claims,
    read_retirement,
)

URL = "https://ai.google.dev/gemini-api/docs/deprecations"
COLUMNS: dict[str, Attribute] = {
    "Release date": "released_date",
    "Recommended replacement": "successor",
}
# A row that heads those below it.
STAGE_ROW = "^(Preview|Experimental) models$"
EARLIEST_DAYS_NOTE = (
    r"shutdown dates listed in the table indicate the [\W_]*(earliest possible dates)"
)


class GeminiLifecycle(Documentation):
    """Google's tables of models: when each was released, when it is shut down, what to use instead.

    Where the page says that its days of shutdown are the earliest possible ones, each is a day
    before which nothing ends.
    """

    publisher = "google"
    role = "lifecycle"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [Link(kind="lifecycle", url=f"{URL}.md.txt", aliases=(URL,))]
    expect = {"schedules": range(10, 3000)}
    unverified_reason = "its pages were recorded only as others turned them into Markdown"

    def schedules(self, page: Page) -> Claims:
        notes = page.outline.first_in_sections(EARLIEST_DAYS_NOTE)
        for table in page.outline.tables("Model", "Shutdown date"):
            for stage, part in table.groups("Model", STAGE_ROW):
                for row in part.rows():
                    yield from self.model(row, stage, notes)

    def model(self, row: Row, stage: Quote | None, notes: list[Quote]) -> Claims:
        route = row.pop("Model")
        end = row.find("Shutdown date")
        if stage:
            yield Claim(route=route, attribute="status", quote=stage)
        yield from attribute_claims(row, COLUMNS, route=route)
        if end is None:
            return
        attribute, day = read_retirement(end)
        if notes:
            attribute = "retirement_not_before_date"
            day = day.with_context(validity=notes[0])
        yield Claim(route=route, attribute=attribute, quote=day)

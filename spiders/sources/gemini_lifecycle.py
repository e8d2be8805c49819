"""Google's deprecations of the Gemini API: when each model was released, when it is shut down, what
to use instead.

Where the page says that its days of shutdown are the earliest possible ones, each is a day before
which nothing ends.
"""

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.parsing.page import Page
from spiders.parsing.tables import Row
from spiders.readers.attributes import attribute_claims
from spiders.readers.phrases import read_retirement
from spiders.source import Documentation

FACTS: dict[str, Attribute] = {
    "Release date": "released_date",
    "Recommended replacement": "successor",
}
_URL = "https://ai.google.dev/gemini-api/docs/deprecations"


class GeminiLifecycle(Documentation):
    publisher = "google"
    terms = "public documentation, CC BY 4.0; robots allow"
    unverified_reason = "its pages were recorded only as others turned them into Markdown"
    links = [Link(kind="lifecycle", url=f"{_URL}.md.txt", aliases=(_URL,))]
    expect = {"schedules": range(10, 3000)}

    def schedules(self, page: Page) -> Claims:
        notes = page.outline.first_in_sections(
            r"shutdown dates listed in the table indicate the [\W_]*(earliest possible dates)"
        )
        for table in page.outline.tables("Model", "Shutdown date"):
            for stage, part in table.groups("Model", "^(Preview|Experimental) models$"):
                for row in part.rows():
                    yield from self.model(row, stage, notes)

    def model(self, row: Row, stage: Quote | None, notes: list[Quote]) -> Claims:
        route, end = row.pop("Model"), row.find("Shutdown date")
        if stage:
            yield Claim(route=route, attribute="status", quote=stage)
        yield from attribute_claims(row, FACTS, route=route)
        if end:
            attribute, day = read_retirement(end)
            if notes:
                attribute, day = "retirement_not_before_date", day.with_context(validity=notes[0])
            yield Claim(route=route, attribute=attribute, quote=day)

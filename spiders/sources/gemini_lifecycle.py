"""Google's deprecations of the Gemini API: when each model was released, when it is shut down, what to use instead.

Where the page says that its days of shutdown are the earliest possible ones, each is a day before which nothing ends.
"""

import re
from collections.abc import Iterator

from spiders.claims import Claim, Link, Quote
from spiders.page import Page
from spiders.phrases import retirement
from spiders.source import Source

_URL = "https://ai.google.dev/gemini-api/docs/deprecations"


class GeminiLifecycle(Source):
    publisher = "google"
    lineage = "first_party"
    terms = "public documentation, CC BY 4.0; robots allow"
    unproven = "its pages were recorded only as others turned them into Markdown"
    links = [Link(kind="lifecycle", url=f"{_URL}.md.txt", aliases=(_URL,))]
    expect = {"schedules": range(10, 3000)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.schedules)

    def schedules(self, page: Page) -> Iterator[Claim]:
        notes = page.outline.phrases(r"shutdown dates listed in the table indicate the [\W_]*(earliest possible dates)")
        for table in (t for s in page.outline.sections() for t in s.tables("Model", "Shutdown date")):
            stage: Quote | None = None
            for row in table.rows():
                route, release, end = row.pop("Model"), row.pop("Release date"), row.pop("Shutdown date")
                replacement = row.pop("Recommended replacement")
                if group := re.fullmatch(r"(Preview|Experimental) models", route.text):
                    stage = route.part(*group.span(1))
                    continue
                if stage:
                    yield Claim(route=route, attribute="status", quote=stage)
                if release.text:
                    yield Claim(route=route, attribute="released_date", quote=release)
                if end.text not in ("", "No shutdown date announced"):
                    attribute, day = retirement(end)
                    if notes:
                        attribute, day = "retirement_not_before_date", day.within(notes[0].as_context("validity"))
                    yield Claim(route=route, attribute=attribute, quote=day)
                if replacement.text:
                    yield Claim(route=route, attribute="successor", quote=replacement)

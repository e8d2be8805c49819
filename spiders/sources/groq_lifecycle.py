"""Groq's deprecations: a section for each day of shutdown, with a table of models and their
replacements.

Numbers are written month, day, year. A model that several sections name has the dates of the latest
one.
"""

from spiders.claims import Claim, Claims, Link
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.readers.changelogs import newest_notes, successor_claims
from spiders.readers.dates import read_one_day
from spiders.readers.phrases import numeric_date
from spiders.source import Documentation

ANNOUNCED = r"\b[OoIi]n ((?:[A-Z][a-z]+ \d{1,2}, |[A-Z][a-z]+ )\d{4}), we (?:[^.]* and )?emailed\b"
ID = r"(?<![\w(/.-])(?:[\w-]+/)?[a-z][\w.]*(?:-[\w.]+)+"


class GroqLifecycle(Documentation):
    publisher = "groq"
    links = [Link.markdown("lifecycle", "https://console.groq.com/docs/deprecations")]
    expect = {"shutdowns": range(30, 3000)}

    def shutdowns(self, page: Page) -> Claims:
        sections = [
            section for section in page.outline.sections() if section.tables("Shutdown Date")
        ]
        notes = ((read_one_day(section.title).iso, self.shutdown(section)) for section in sections)
        return newest_notes(notes, lambda claim: claim.subject_name)

    def shutdown(self, section: Section) -> Claims:
        announced, exempt = (
            section.find(ANNOUNCED),
            section.find(r"deprecation (applies to [^.]+)\."),
        )
        for row in section.table("Shutdown Date").rows():
            route = row.pop("Deprecated Model", "Model ID")
            day = row.pop("Shutdown Date").with_context(validity=exempt)
            iso = numeric_date(day.text, "%m/%d/%y")
            yield Claim(route=route, attribute="retired_date", value=iso, quote=day)
            yield from successor_claims(
                route, row.pop("Recommended Replacement Model ID").find_all(ID)
            )
            if announced:
                yield Claim(route=route, attribute="deprecated_date", quote=announced)

"""Google's release notes of the Gemini API: the days on which models were released, and those of
their deprecation.

Only ids count, and of several days that the notes give for one thing the one said last. A day
without a year is the next one after the note.
"""

import re

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.readers.changelogs import newest_notes
from spiders.readers.phrases import long_date
from spiders.source import Documentation

ID = r"(?=[a-z\d.-]*(?:\d|-exp|-preview))[a-z]+(?:-[a-z\d]+(?:\.\d+)*)+"
IDS = rf"(?P<ids>{ID}(?:(?:,| and)? {ID})*)"
DAY = r"(?P<day>[A-Z]\w+(?: \d{1,2})?, \d{4})"
ENDS: dict[str, Attribute] = {"deprecated": "deprecated_date", "shut ?down": "retired_date"}
SAID: dict[str, Attribute] = {
    rf"^(?:Released|Launched) (?:the )?(?:following [\w ]*models: )?{IDS}": "released_date",
    rf"^(?P<day>[A-Z][a-z]+ \d{{1,2}})(?:st|nd|rd|th)?: {IDS}$": "deprecated_date",
    rf"^Deprecation for {IDS} coming {DAY}": "deprecated_date",
    **{
        rf"following [\w. ]*models? (?:will be|is|are|have been)(?: now)? {end}(?: (?:in|on) {DAY})?: {IDS}": attribute
        for end, attribute in ENDS.items()
    },
    **{
        rf"{IDS}(?: models?)? (?:is|are|has been|have been)(?: now)? {end}": attribute
        for end, attribute in ENDS.items()
    },
    **{rf"{IDS}(?: models?)? will be {end} on {DAY}": attribute for end, attribute in ENDS.items()},
}


class GeminiChangelog(Documentation):
    publisher = "google"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [Link(kind="changelog", url="https://ai.google.dev/gemini-api/docs/changelog")]
    expect = {"notes": range(10, 3000)}

    def notes(self, page: Page) -> Claims:
        dated = page.outline.sections_matching(r"^[A-Z][a-z]+ \d{1,2}, \d{4}$")
        notes = ((long_date(day.text).isoformat(), self.note(section)) for day, section in dated)
        return newest_notes(notes, lambda claim: (claim.subject_name, claim.attribute))

    def note(self, section: Section) -> Claims:
        for pattern, attribute in SAID.items():
            for line, said in section.lines(pattern):
                if day := self.day(section, line, said):
                    for own in re.finditer(ID, said["ids"]):
                        route = line.slice(
                            said.start("ids") + own.start(), said.start("ids") + own.end()
                        )
                        yield Claim(route=route, attribute=attribute, quote=day[0], value=day[1])

    def day(
        self, section: Section, line: Quote, said: re.Match[str]
    ) -> tuple[Quote, str | None] | None:
        """The day that a line gives, or else its note: as it is written, and in full where it
        leaves out the year.
        """
        if (stated := said.groupdict().get("day")) is None:
            return (section.heading, None) if section.heading else None
        quote = line.slice(*said.span("day"))
        if re.search(r"\d{4}$", stated):
            return quote, None
        written = long_date(section.name)
        day = long_date(f"{stated}, {written.year}")
        return quote, (day if day >= written else day.replace(year=written.year + 1)).isoformat()

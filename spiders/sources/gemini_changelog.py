"""Google's release notes of the Gemini API."""

import re

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    Link,
    Page,
    Quote,
    Section,
    long_date,
    newest_notes,
)

NOTE_HEADING = r"^[A-Z][a-z]+ \d{1,2}, \d{4}$"
# An id has a digit, or a word that says how far it is: "gemini-2.5-pro", "embedding-exp".
ID = r"(?=[a-z\d.-]*(?:\d|-exp|-preview))[a-z]+(?:-[a-z\d]+(?:\.\d+)*)+"
# "gemini-2.5-pro, gemini-2.5-flash and gemini-2.5-flash-lite"
IDS = rf"(?P<ids>{ID}(?:(?:,| and)? {ID})*)"
# "March 3, 2026", "March, 2026"
DAY = r"(?P<day>[A-Z]\w+(?: \d{1,2})?, \d{4})"
DAY_WITHOUT_YEAR = r"(?P<day>[A-Z][a-z]+ \d{1,2})(?:st|nd|rd|th)?"
DEPRECATED = "deprecated"
SHUT_DOWN = "shut ?down"
# "The following models are now shut down on March 3, 2026: ..."
THE_FOLLOWING_ARE = r"following [\w. ]*models? (?:will be|is|are|have been)(?: now)?"
# "gemini-2.5-pro has been deprecated"
IDS_ARE = rf"{IDS}(?: models?)? (?:is|are|has been|have been)(?: now)?"
IDS_WILL_BE = rf"{IDS}(?: models?)? will be"
# What a line says of the ids in it.
SENTENCES: dict[str, Attribute] = {
    rf"^(?:Released|Launched) (?:the )?(?:following [\w ]*models: )?{IDS}": "released_date",
    rf"^{DAY_WITHOUT_YEAR}: {IDS}$": "deprecated_date",
    rf"^Deprecation for {IDS} coming {DAY}": "deprecated_date",
    rf"{THE_FOLLOWING_ARE} {DEPRECATED}(?: (?:in|on) {DAY})?: {IDS}": "deprecated_date",
    rf"{THE_FOLLOWING_ARE} {SHUT_DOWN}(?: (?:in|on) {DAY})?: {IDS}": "retired_date",
    rf"{IDS_ARE} {DEPRECATED}": "deprecated_date",
    rf"{IDS_ARE} {SHUT_DOWN}": "retired_date",
    rf"{IDS_WILL_BE} {DEPRECATED} on {DAY}": "deprecated_date",
    rf"{IDS_WILL_BE} {SHUT_DOWN} on {DAY}": "retired_date",
}


class GeminiChangelog(Documentation):
    """Google's notes: one section per day, with the models released, deprecated and shut down.

    Only ids count, and of several days that the notes give for one thing the one said last. A day
    without a year is the next one after the note.
    """

    publisher = "google"
    role = "changelog"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [Link(kind="changelog", url="https://ai.google.dev/gemini-api/docs/changelog")]
    expect = {"notes": range(10, 3000)}

    def notes(self, page: Page) -> Claims:
        notes: list[tuple[str, Claims]] = []
        for day, section in page.outline.sections_matching(NOTE_HEADING):
            notes.append((long_date(day.text).isoformat(), self.note(section)))
        return newest_notes(notes, lambda claim: (claim.subject_name, claim.attribute))

    def note(self, section: Section) -> Claims:
        for pattern, attribute in SENTENCES.items():
            for line, match in section.lines(pattern):
                day = self.day(section, line, match)
                if day is None:
                    continue
                quote, value = day
                ids_start = match.start("ids")
                for own in re.finditer(ID, match["ids"]):
                    route = line.slice(ids_start + own.start(), ids_start + own.end())
                    yield Claim(route=route, attribute=attribute, quote=quote, value=value)

    def day(
        self, section: Section, line: Quote, match: re.Match[str]
    ) -> tuple[Quote, str | None] | None:
        """The day that a line gives, or else that of its note: as it is written, and as ISO date
        where the line leaves out the year.
        """
        stated = match.groupdict().get("day")
        if stated is None:
            return (section.heading, None) if section.heading else None
        quote = line.slice(*match.span("day"))
        has_year = re.search(r"\d{4}$", stated)
        if has_year:
            return quote, None
        noted_on = long_date(section.name)
        day = long_date(f"{stated}, {noted_on.year}")
        if day < noted_on:
            day = day.replace(year=noted_on.year + 1)
        return quote, day.isoformat()

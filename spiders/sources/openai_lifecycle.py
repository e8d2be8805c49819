"""OpenAI's deprecations: dated announcements, each with tables of models, systems and their shutdown dates.

A model or system that several announcements name has the dates of the newest one.
"""

import re
from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Claim, Claims, Link, Quote
from spiders.formats.outline import Section
from spiders.formats.tables import Row
from spiders.meanings.phrases import retirement
from spiders.page import Page
from spiders.source import Documentation

SUBJECT = ("Model / system", "Model snapshot", "Deprecated model", "Legacy model", "System")
REPLACEMENT = ("Recommended replacement", "Substitute model", "Recommended replacement base model")
PRICES = ("Deprecated model price", "Legacy model price", "Training price", "Usage price")
ID = r"[a-z][\w.:-]*"


class OpenaiLifecycle(Documentation):
    publisher = "openai"
    links = [
        Link.markdown(
            "lifecycle",
            "https://developers.openai.com/api/docs/deprecations",
            "https://platform.openai.com/docs/deprecations",
        )
    ]
    expect = {"announcements": range(12, 3000)}

    def announcements(self, page: Page) -> Claims:
        newest: dict[tuple[str, str | None], tuple[str, list[Claim]]] = {}
        for chapter in page.outline.chapters(3):
            tables = [table for section in chapter for table in section.tables("Shutdown date")]
            announced = self.day_of(chapter[0]) if tables else None
            for row in (row for table in tables for row in table.rows(ignore=PRICES)):
                for claim in self.shutdown(row):
                    key = (claim.subject_name, claim.variant)
                    if announced and newest.get(key, ("", []))[0] < announced.text:
                        first = claim.model_copy(update={"attribute": "deprecated_date", "quote": announced})
                        newest[key] = (announced.text, [first])
                    if announced and newest[key][0] == announced.text:
                        newest[key][1].append(claim)
        for _, claims in newest.values():
            yield from claims

    def day_of(self, section: Section) -> Quote:
        heading = section.heading
        if heading is None or not (day := re.match(r"(\d{4}-\d{2}-\d{2}): ", heading.text)):
            raise PageChanged("shutdown dates stand under no dated announcement", where=section.name)
        return heading.part(*day.span(1))

    def shutdown(self, row: Row) -> Claims:
        variant = "fine_tuned" if row.has("Training price") else None
        attribute, day = retirement(row.pop("Shutdown date"))
        replacement = row.pop(next((header for header in REPLACEMENT if row.has(header)), REPLACEMENT[0]))
        for subject in self.subjects(row.pop(next((header for header in SUBJECT if row.has(header)), SUBJECT[0]))):
            route, service = (subject, None) if re.fullmatch(ID, subject.text) else (None, subject)
            yield Claim(route=route, service=service, attribute=attribute, variant=variant, quote=day)
            if replacement.text.strip("-—"):
                quote = replacement.part(0, len(replacement.text.rstrip("*")))
                yield Claim(route=route, service=service, attribute="successor", variant=variant, quote=quote)

    def subjects(self, cell: Quote) -> Iterator[Quote]:
        """The ids in "a | b, c" and in "a (including b-1 and c-2, ...)"; a cell that is no list of ids is one name."""
        named, _, more = cell.text.partition(" (")
        if not all(re.fullmatch(ID, word) for word in re.split(r" \| |, ", named)):
            yield cell
            return
        for word in re.finditer(rf"{ID}|[^\s|,]+", cell.text):
            if word.start() < len(named) or (more and "-" in word[0] and re.fullmatch(ID, word[0])):
                yield cell.part(*word.span())

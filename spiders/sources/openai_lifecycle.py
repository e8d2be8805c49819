"""OpenAI's deprecations: dated announcements, each with tables of models, systems and their
shutdown dates.

A model or system that several announcements name has the dates of the newest one.
"""

import re
from collections.abc import Iterator
from typing import Any

from spiders.claims import Claim, Claims, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.parsing.tables import Table, states_something
from spiders.readers.changelogs import newest_notes
from spiders.readers.phrases import read_retirement
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
        notes: list[tuple[str, Claims]] = []
        for chapter in page.outline.chapters(3):
            if tables := [
                table for section in chapter for table in section.tables("Shutdown date")
            ]:
                day = self.day_of(chapter[0])
                notes.append((day.text, self.announced(day, tables)))
        return newest_notes(notes, lambda claim: (claim.subject_name, claim.variant))

    def day_of(self, section: Section) -> Quote:
        if day := section.title.find(r"^(\d{4}-\d{2}-\d{2}): "):
            return day
        raise LayoutChanged("shutdown dates stand under no dated announcement", where=section.name)

    def announced(self, day: Quote, tables: list[Table]) -> Claims:
        for row in (row for table in tables for row in table.rows(ignore=PRICES)):
            variant = "fine_tuned" if row.has_header("Training price") else None
            attribute, end = read_retirement(row.pop("Shutdown date"))
            replacement = row.pop(*REPLACEMENT)
            for subject in self.subjects(row.pop(*SUBJECT)):
                kind = "route" if re.fullmatch(ID, subject.text) else "service"
                about: dict[str, Any] = {kind: subject, "variant": variant}
                yield Claim(attribute="deprecated_date", quote=day, **about)
                yield Claim(attribute=attribute, quote=end, **about)
                if states_something(replacement):
                    quote = replacement.slice(0, len(replacement.text.rstrip("*")))
                    yield Claim(attribute="successor", quote=quote, **about)

    def subjects(self, cell: Quote) -> Iterator[Quote]:
        """The ids in "a | b, c" and in "a (including b-1 and c-2, ...)"; a cell that is no list of
        ids is one name.
        """
        named, _, more = cell.text.partition(" (")
        if not all(re.fullmatch(ID, word) for word in re.split(r" \| |, ", named)):
            yield cell
            return
        for word in re.finditer(rf"{ID}|[^\s|,]+", cell.text):
            if word.start() < len(named) or (more and "-" in word[0] and re.fullmatch(ID, word[0])):
                yield cell.slice(*word.span())

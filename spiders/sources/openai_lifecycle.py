"""OpenAI's deprecations."""

import re
from collections.abc import Iterator
from typing import Any

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Quote,
    Row,
    Section,
    Table,
    newest_notes,
    read_retirement,
    states_something,
)

SUBJECT = ("Model / system", "Model snapshot", "Deprecated model", "Legacy model", "System")
REPLACEMENT = ("Recommended replacement", "Substitute model", "Recommended replacement base model")
PRICES = ("Deprecated model price", "Legacy model price", "Training price", "Usage price")
# The heading of an announcement: "2026-05-08: Chat snapshots".
ANNOUNCED = r"^(\d{4}-\d{2}-\d{2}): "
ID = r"[a-z][\w.:-]*"
ID_OR_WORD = rf"{ID}|[^\s|,]+"


class OpenaiLifecycle(Documentation):
    """OpenAI's dated announcements, each with tables of what it shuts down on which day.

    A table names models and systems, with what replaces them. A model or system that several
    announcements name has the dates of the newest one. The prices of what ends are not read.
    """

    publisher = "openai"
    role = "lifecycle"
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
            tables: list[Table] = []
            for section in chapter:
                tables += section.tables("Shutdown date")
            if tables:
                day = self.day_of(chapter[0])
                notes.append((day.text, self.announced(day, tables)))
        return newest_notes(notes, lambda claim: (claim.subject_name, claim.variant))

    def day_of(self, section: Section) -> Quote:
        day = section.title.find(ANNOUNCED)
        if day is None:
            raise LayoutChanged(
                "shutdown dates stand under no dated announcement", where=section.name
            )
        return day

    def announced(self, day: Quote, tables: list[Table]) -> Claims:
        for table in tables:
            for row in table.rows(ignore=PRICES):
                yield from self.shutdown(day, row)

    def shutdown(self, day: Quote, row: Row) -> Claims:
        variant = "fine_tuned" if row.has_header("Training price") else None
        attribute, end = read_retirement(row.pop("Shutdown date"))
        replacement = row.pop(*REPLACEMENT)
        for subject in self.subjects(row.pop(*SUBJECT)):
            kind = "route" if re.fullmatch(ID, subject.text) else "service"
            about: dict[str, Any] = {kind: subject, "variant": variant}
            yield Claim(attribute="deprecated_date", quote=day, **about)
            yield Claim(attribute=attribute, quote=end, **about)
            if states_something(replacement):
                successor = replacement.slice(0, len(replacement.text.rstrip("*")))
                yield Claim(attribute="successor", quote=successor, **about)

    def subjects(self, cell: Quote) -> Iterator[Quote]:
        """The ids in "a | b, c" and in "a (including b-1 and c-2, ...)"; a cell that is no list of
        ids is one name.
        """
        listed, _, remark = cell.text.partition(" (")
        if not all(re.fullmatch(ID, word) for word in re.split(r" \| |, ", listed)):
            yield cell
            return
        for word in re.finditer(ID_OR_WORD, cell.text):
            is_listed = word.start() < len(listed)
            is_id_in_remark = remark and "-" in word[0] and re.fullmatch(ID, word[0])
            if is_listed or is_id_in_remark:
                yield cell.slice(*word.span())

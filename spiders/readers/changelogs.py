"""Changelogs: entries that are components, `<Update label="2026-08-18" description="GLM-5.3">`, and
the newest statement of several.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from spiders.claims import Claim, Claims, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.outlines.blocks import Block, Heading, Line
from spiders.parsing.outlines.outline import Outline
from spiders.parsing.outlines.section import Section


class ChangelogEntry(Section):
    """An entry of a changelog. Its title is its label, a day or a month; headings inside it are
    lines.
    """

    def __init__(self, label: Quote, about: Quote | None, blocks: Sequence[Block]) -> None:
        super().__init__(label, blocks)
        self.about = about


def changelog_entries(outline: Outline) -> Iterator[ChangelogEntry]:
    """The entries in order. Raises LayoutChanged for one without a label, and for one that does not
    end before the next one begins.
    """
    start_tag: Quote | None = None
    blocks: list[Block] = []
    for block in outline.blocks:
        quote = block.quote if isinstance(block, Line | Heading) else None
        text = quote.text if quote else ""
        is_start = isinstance(block, Line) and text.startswith("<Update ")
        if start_tag is None:
            if is_start:
                start_tag = quote
                blocks = []
            continue
        if is_start:
            break
        if text == "</Update>":
            yield _entry(start_tag, blocks)
            start_tag = None
        elif isinstance(block, Heading):
            blocks.append(Line(block.quote))
        else:
            blocks.append(block)
    if start_tag is not None:
        raise LayoutChanged(
            "an entry does not end",
            where=start_tag.locator,
            expected="</Update>",
            found=start_tag.text,
        )


def _entry(start_tag: Quote, blocks: Sequence[Block]) -> ChangelogEntry:
    label = start_tag.find(r'\blabel="\s*([^"]+?)\s*"')
    if label is None:
        raise LayoutChanged("an entry has no label", where=start_tag.locator, found=start_tag.text)
    about = start_tag.find(r'\bdescription="\s*([^"]+?)\s*"')
    return ChangelogEntry(label, about, blocks)


def newest_notes(
    notes: Iterable[tuple[str, Iterable[Claim]]], about: Callable[[Claim], object]
) -> Claims:
    """The claims of notes, newest note first. Of several notes about the same thing, only the
    newest counts.

    `notes` are (ISO date, claims). Two claims are about the same thing when `about` gives equal
    values for them.
    """
    known: set[object] = set()
    for _, claims in sorted(notes, key=lambda note: note[0], reverse=True):
        new = [claim for claim in claims if about(claim) not in known]
        known.update(map(about, new))
        yield from new


def successor_claims(route: Quote, names: Sequence[Quote]) -> Claims:
    """One claim for each name that a page recommends in place of a route: the first as the
    successor, the others as alternatives.
    """
    for number, name in enumerate(names, start=1):
        variant = f"alternative {number}" if number > 1 else None
        yield Claim(route=route, attribute="successor", variant=variant, quote=name)

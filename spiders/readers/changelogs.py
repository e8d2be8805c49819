"""Changelogs: entries that are components, `<Update label="2026-08-18" description="GLM-5.3">`, and
the newest word.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from spiders.claims import Claim, Claims, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.outline import Block, Heading, Line, Outline, Section


class ChangelogEntry(Section):
    """An entry of a changelog: its title is its label, a day or a month; headings in it are lines."""

    def __init__(self, label: Quote, about: Quote | None, blocks: Sequence[Block]) -> None:
        super().__init__(label, blocks)
        self.about = about


def changelog_entries(outline: Outline) -> Iterator[ChangelogEntry]:
    """The entries in order. Raises LayoutChanged for one without a label, and for one that never
    ends.
    """
    opened: Quote | None = None
    blocks: list[Block] = []
    for block in outline.blocks:
        text = block.quote.text if isinstance(block, Line | Heading) else ""
        if isinstance(block, Line) and text.startswith("<Update "):
            if opened:
                break
            opened, blocks = block.quote, []
        elif opened and text == "</Update>":
            label = opened.find(r'\blabel="\s*([^"]+?)\s*"')
            if label is None:
                raise LayoutChanged(
                    "an entry has no label", where=opened.locator, found=opened.text
                )
            yield ChangelogEntry(label, opened.find(r'\bdescription="\s*([^"]+?)\s*"'), blocks)
            opened = None
        elif opened:
            blocks.append(Line(block.quote) if isinstance(block, Heading) else block)
    if opened:
        raise LayoutChanged(
            "an entry does not end", where=opened.locator, expected="</Update>", found=opened.text
        )


def newest_notes(
    notes: Iterable[tuple[str, Iterable[Claim]]], about: Callable[[Claim], object]
) -> Claims:
    """The claims of notes by their day, in ISO form; where several say a thing, those of the newest
    one.

    `about` is what must be equal for two claims to say the same thing.
    """
    known: set[object] = set()
    for _, claims in sorted(notes, key=lambda note: note[0], reverse=True):
        new = [claim for claim in claims if about(claim) not in known]
        known.update(map(about, new))
        yield from new


def successor_claims(route: Quote, names: Sequence[Quote]) -> Claims:
    """What a page recommends in a route's place: the first name, and every other as an alternative
    to it.
    """
    for place, name in enumerate(names, start=1):
        yield Claim(
            route=route,
            attribute="successor",
            variant=f"alternative {place}" if place > 1 else None,
            quote=name,
        )

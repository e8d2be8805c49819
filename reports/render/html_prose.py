"""Renders sentences and footnotes as HTML, without templates: a page has thousands of them."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from reports.render.footnote_marks import html_mark, receipt_key
from reports.render.part_cache import PartCache
from reports.render.template_filters import by_source, receipt_words
from reports.values.sentence import Quoted, Sentence, part_text, parts_with_receipts
from reports.values.value import Receipt
from reports.values.visible_text import visible


def footnote(source: str, title: str = "", fact_id: str = "") -> Markup:
    """The number of a source as a link to the receipt of a fact, or else to the source on this page,
    with `title` as tooltip.
    """
    number = html_mark(source)
    target = html_mark(receipt_key(source, fact_id)) if fact_id else f"#s{number}"
    titled = f' title="{escape(title)}"' if title else ""
    return Markup(  # noqa: S704 - escaped
        f'<sup><a href="{target}"{titled} aria-label="Source {number}">{number}</a></sup>'
    )


def footnotes(receipts: Sequence[Receipt]) -> Markup:
    """The numbers of the sources of a value, one per source."""
    if not receipts:
        return Markup()
    return Markup("").join(
        footnote(receipt.source, receipt_words(receipt), receipt.fact_id)
        for receipt in by_source(receipts)
    )


def render_each(
    part_cache: PartCache, make: Callable[[object], str], parts: Iterable[object]
) -> Markup:
    """The parts rendered by a macro, each taken from the cache where it is there."""
    rendered = [part_cache(make, part) for part in parts]
    return Markup("".join(rendered))  # noqa: S704 - the macro has escaped it


def sentence_html(sentence: Sentence) -> Markup:
    """A sentence with the footnotes of its values."""
    pieces: list[str] = []
    for part, receipts in parts_with_receipts(sentence):
        if isinstance(part, str):
            pieces.append(_escaped(part))
        elif isinstance(part, Quoted) and not part.is_bare:
            pieces.append(f"“{escape(visible(part.text))}”{footnote(part.source)}")
        else:
            pieces.append(_escaped(part_text(part)))
            pieces.append(footnotes(receipts))
    return Markup("".join(pieces))  # noqa: S704 - escaped piece by piece


@lru_cache(maxsize=10_000)
def _escaped(text: str) -> str:
    """Escaped text, cached because few words make most sentences."""
    return str(escape(visible(text)))

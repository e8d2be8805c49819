"""Sentences and references as HTML: what stands everywhere on a page, and so is written without a
template.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from reports.render.footnote_marks import html_mark
from reports.render.part_cache import PartCache
from reports.render.template_filters import by_source, receipt_words
from reports.values.sentence import Quoted, Sentence, parts_with_receipts, part_text
from reports.values.value import DisputedValue, Receipt

_DISPUTED = ' <span class="tag warn">≠ disputed</span>'


def footnote(source: str, title: str = "") -> Markup:
    """The number of a source, which leads to it."""
    number = html_mark(source)
    titled = f' title="{escape(title)}"' if title else ""
    return Markup(  # noqa: S704 - escaped
        f'<sup><a href="#s{number}"{titled} aria-label="Source {number}">{number}</a></sup>'
    )


def footnotes(receipts: Sequence[Receipt]) -> Markup:
    """The numbers of the sources of a value, each once."""
    if not receipts:
        return Markup()
    return Markup("").join(
        footnote(receipt.source, receipt_words(receipt)) for receipt in by_source(receipts)
    )


def render_each(
    part_cache: PartCache, make: Callable[[object], str], parts: Iterable[object]
) -> Markup:
    """What is made of each part, once, one after the other."""
    return Markup("".join([part_cache(make, part) for part in parts]))  # noqa: S704 - a macro has escaped it


def sentence_html(sentence: Sentence) -> Markup:
    pieces: list[str] = []
    for part, receipts in parts_with_receipts(sentence):
        if isinstance(part, str):
            pieces.append(_escaped(part))
        elif isinstance(part, Quoted) and not part.is_bare:
            pieces.append(f"“{escape(part.text)}”{footnote(part.source)}")
        else:
            pieces.append(
                f"{_escaped(part_text(part))}{footnotes(receipts)}{_DISPUTED if isinstance(part, DisputedValue) else ''}"
            )
    return Markup("".join(pieces))  # noqa: S704 - escaped piece by piece


@lru_cache(maxsize=10_000)
def _escaped(text: str) -> str:
    """Few words make most sentences."""
    return str(escape(text))

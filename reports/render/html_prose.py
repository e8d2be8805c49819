"""Sentences and references as HTML: what stands everywhere on a page, and so is written without a
template.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from reports.render.footnote_marks import html_mark
from reports.render.part_cache import Once
from reports.render.template_filters import by_source, receipt_words
from reports.values.sentence import Quoted, Sentence, cited, shown
from reports.values.value import Disputed, Receipt

_DISPUTED = ' <span class="tag warn">≠ disputed</span>'


def ref(source: str, title: str = "") -> Markup:
    """The number of a source, which leads to it."""
    number = html_mark(source)
    titled = f' title="{escape(title)}"' if title else ""
    return Markup(  # noqa: S704 - escaped
        f'<sup><a href="#s{number}"{titled} aria-label="Source {number}">{number}</a></sup>'
    )


def refs(receipts: Sequence[Receipt]) -> Markup:
    """The numbers of the sources of a value, each once."""
    if not receipts:
        return Markup()
    return Markup("").join(
        ref(receipt.source, receipt_words(receipt)) for receipt in by_source(receipts)
    )


def each(once: Once, make: Callable[[object], str], parts: Iterable[object]) -> Markup:
    """What is made of each part, once, one after the other."""
    return Markup("".join([once(make, part) for part in parts]))  # noqa: S704 - a macro has escaped it


def prose(sentence: Sentence) -> Markup:
    pieces: list[str] = []
    for part, receipts in cited(sentence):
        if isinstance(part, str):
            pieces.append(_escaped(part))
        elif isinstance(part, Quoted) and not part.is_bare:
            pieces.append(f"“{escape(part.text)}”{ref(part.source)}")
        else:
            pieces.append(
                f"{_escaped(shown(part))}{refs(receipts)}{_DISPUTED if isinstance(part, Disputed) else ''}"
            )
    return Markup("".join(pieces))  # noqa: S704 - escaped piece by piece


@lru_cache(maxsize=10_000)
def _escaped(text: str) -> str:
    """Few words make most sentences."""
    return str(escape(text))

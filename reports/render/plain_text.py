"""Cells and sentences as plain text with the marks of their sources: what Markdown and the terminal
print.
"""

from collections.abc import Iterable, Sequence

from reports.pages.sections.paired_rows import Cell
from reports.render.footnote_marks import text_mark
from reports.values.number_format import listed
from reports.values.sentence import (
    Count,
    Derived,
    Part,
    Quoted,
    Sentence,
    Unavailable,
    cited,
    shown,
)
from reports.values.value import (
    WORDS,
    Absent,
    Disputed,
    NotApplicable,
    NotSourced,
    Receipt,
    Stated,
    Statement,
    Value,
)


def marks(receipts: Sequence[Receipt]) -> str:
    """[2], and what a reader must know about the age of it."""
    if not receipts:
        return ""
    first, words = receipts[0], [_numbers(receipts)]
    if first.gone_since:
        words.append(f"(gone from its page {first.gone_since})")
    if first.held:
        words.append("(newer value in review)")
    if first.reviewed:
        words.append(f"(reviewed {first.reviewed})")
    if first.is_stale:
        words.append("(stale)")
    return " ".join(words)


def known(value: Stated, form: str) -> str:
    return f"{value.short if form == 'short' else value.text}{marks(value.receipts)}"


def absent(value: Absent) -> str:
    return f"{value.word}{marks(value.receipts)}"


def not_sourced(value: NotSourced) -> str:
    if value.because is None:
        return WORDS["not sourced"]
    quoted = value.quote is not None and value.source is not None
    quote = f"; the page has “{value.quote}”{sources([value.source or ''])}" if quoted else ""
    return f"{WORDS['not sourced']} ({value.because}{quote})"


def not_applicable(value: NotApplicable) -> str:
    return f"{WORDS['not applicable']} ({value.because}){marks(value.receipts)}"


def disputed(value: Disputed, form: str) -> str:
    said = [_said(statement, form) for statement in value.statements]
    lead = f"{said[0]}, disputed: " if value.is_led else f"{WORDS['disputed']}: {said[0]}; "
    return lead + "; ".join(said[1:])


def _said(statement: Statement, form: str) -> str:
    text = statement.short if form == "short" else statement.text
    return f"{text} ({listed(statement.publishers)}){marks([statement.receipt])}"


def value_text(value: Value, form: str = "full") -> str:
    match value:
        case Stated():
            return known(value, form)
        case Absent():
            return absent(value)
        case NotSourced():
            return not_sourced(value)
        case NotApplicable():
            return not_applicable(value)
        case Disputed():
            return disputed(value, form)


def cell_text(cell: Cell, form: str = "full") -> str:
    match cell:
        case Stated() | Absent() | NotSourced() | NotApplicable() | Disputed():
            return value_text(cell, form)
        case Sentence():
            return prose(cell)
        case Count():
            return f"{cell.number:,}"
        case Derived():
            return f"{cell.text}{marks(cell.receipts)}"
        case Unavailable():
            return f"Unavailable ({prose(cell.because)})"
        case _:
            return ", ".join(tag.label for tag in cell.tags) or "No rule applies to what is sourced"


def prose(sentence: Sentence) -> str:
    return "".join(_part(part, receipts) for part, receipts in cited(sentence))


def paragraph(sentences: Sequence[Sentence]) -> str:
    return " ".join(prose(sentence) for sentence in sentences)


def _part(part: Part, receipts: Sequence[Receipt]) -> str:
    if isinstance(part, Quoted) and not part.is_bare:
        return f"“{part.text}”{sources([part.source])}"
    return f"{shown(part)}{_numbers(receipts)}{' (disputed)' if isinstance(part, Disputed) else ''}"


def _numbers(receipts: Sequence[Receipt]) -> str:
    return sources(receipt.source for receipt in receipts)


def sources(keys: Iterable[str]) -> str:
    """[2, 5], once the page knows its numbers."""
    marked = [text_mark(key) for key in dict.fromkeys(keys)]
    return f" [{', '.join(marked)}]" if marked else ""

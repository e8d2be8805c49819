"""Cells and sentences as plain text with the marks of their sources: what Markdown and the terminal
print.
"""

from collections.abc import Iterable, Sequence

from reports.pages.sections.paired_rows import Cell
from reports.render.footnote_marks import text_mark
from reports.values.number_format import join_words
from reports.values.sentence import (
    Count,
    Derived,
    SentencePart,
    Quoted,
    Sentence,
    Unavailable,
    parts_with_receipts,
    part_text,
)
from reports.values.value import (
    STATE_WORDS,
    AbsentValue,
    DisputedValue,
    NotApplicable,
    NotSourced,
    Receipt,
    StatedValue,
    Statement,
    Value,
)


def footnotes_text(receipts: Sequence[Receipt]) -> str:
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


def known(value: StatedValue, form: str) -> str:
    return f"{value.short if form == 'short' else value.text}{footnotes_text(value.receipts)}"


def absent(value: AbsentValue) -> str:
    return f"{value.word}{footnotes_text(value.receipts)}"


def not_sourced(value: NotSourced) -> str:
    if value.because is None:
        return STATE_WORDS["not sourced"]
    quoted = value.quote is not None and value.source is not None
    quote = f"; the page has “{value.quote}”{sources([value.source or ''])}" if quoted else ""
    return f"{STATE_WORDS['not sourced']} ({value.because}{quote})"


def not_applicable(value: NotApplicable) -> str:
    return f"{STATE_WORDS['not applicable']} ({value.because}){footnotes_text(value.receipts)}"


def disputed(value: DisputedValue, form: str) -> str:
    said = [_said(statement, form) for statement in value.statements]
    lead = f"{said[0]}, disputed: " if value.is_led else f"{STATE_WORDS['disputed']}: {said[0]}; "
    return lead + "; ".join(said[1:])


def _said(statement: Statement, form: str) -> str:
    text = statement.short if form == "short" else statement.text
    return f"{text} ({join_words(statement.publishers)}){footnotes_text([statement.receipt])}"


def value_text(value: Value, form: str = "full") -> str:
    match value:
        case StatedValue():
            return known(value, form)
        case AbsentValue():
            return absent(value)
        case NotSourced():
            return not_sourced(value)
        case NotApplicable():
            return not_applicable(value)
        case DisputedValue():
            return disputed(value, form)


def cell_text(cell: Cell, form: str = "full") -> str:
    match cell:
        case StatedValue() | AbsentValue() | NotSourced() | NotApplicable() | DisputedValue():
            return value_text(cell, form)
        case Sentence():
            return sentence_text(cell)
        case Count():
            return f"{cell.number:,}"
        case Derived():
            return f"{cell.text}{footnotes_text(cell.receipts)}"
        case Unavailable():
            return f"Unavailable ({sentence_text(cell.because)})"
        case _:
            return ", ".join(tag.label for tag in cell.tags) or "No rule applies to what is sourced"


def sentence_text(sentence: Sentence) -> str:
    return "".join(_part(part, receipts) for part, receipts in parts_with_receipts(sentence))


def paragraph_text(sentences: Sequence[Sentence]) -> str:
    return " ".join(sentence_text(sentence) for sentence in sentences)


def _part(part: SentencePart, receipts: Sequence[Receipt]) -> str:
    if isinstance(part, Quoted) and not part.is_bare:
        return f"“{part.text}”{sources([part.source])}"
    return f"{part_text(part)}{_numbers(receipts)}{' (disputed)' if isinstance(part, DisputedValue) else ''}"


def _numbers(receipts: Sequence[Receipt]) -> str:
    return sources(receipt.source for receipt in receipts)


def sources(keys: Iterable[str]) -> str:
    """[2, 5], once the page knows its numbers."""
    marked = [text_mark(key) for key in dict.fromkeys(keys)]
    return f" [{', '.join(marked)}]" if marked else ""

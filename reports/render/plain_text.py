"""Renders cells and sentences as plain text with footnote marks, for Markdown and the terminal."""

from collections.abc import Iterable, Sequence

from reports.pages.sections.paired_rows import Cell
from reports.render.footnote_marks import STALE, text_mark
from reports.values.number_format import dissent, join_words
from reports.values.sentence import (
    Count,
    Derived,
    Quoted,
    Sentence,
    SentencePart,
    Unavailable,
    part_text,
    parts_with_receipts,
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
    """The numbers of sources such as [2], and what a reader must know of the first one."""
    if not receipts:
        return ""
    first = receipts[0]
    words = [_numbers(receipts)]
    if first.gone_since:
        words.append(f"(gone from its page {first.gone_since})")
    if first.held:
        words.append("(newer value in review)")
    text = " ".join(words)
    return f"{text}{text_mark(STALE)}" if first.is_stale else text


def _stated(value: StatedValue, form: str) -> str:
    text = value.short if form == "short" else value.text
    return f"{text}{footnotes_text(value.receipts)}"


def _absent(value: AbsentValue) -> str:
    return f"{value.word}{footnotes_text(value.receipts)}"


def _not_sourced(value: NotSourced) -> str:
    word = STATE_WORDS["not sourced"]
    if value.because is None:
        return word
    quote = ""
    if value.quote is not None and value.source is not None:
        quote = f"; the page has “{value.quote}”{source_marks([value.source])}"
    return f"{word} ({value.because}{quote})"


def _not_applicable(value: NotApplicable) -> str:
    word = STATE_WORDS["not applicable"]
    return f"{word} ({value.because}){footnotes_text(value.receipts)}"


def _disputed(value: DisputedValue, form: str) -> str:
    first, *others = [_statement(statement, form) for statement in value.statements]
    if value.is_led:
        return f"{first} ({dissent(len(others))})"
    return f"{STATE_WORDS['disputed']}: {'; '.join([first, *others])}"


def _statement(statement: Statement, form: str) -> str:
    text = statement.short if form == "short" else statement.text
    publishers = join_words(statement.publishers)
    return f"{text} ({publishers}){footnotes_text([statement.receipt])}"


def value_text(value: Value, form: str = "full") -> str:
    match value:
        case StatedValue():
            return _stated(value, form)
        case AbsentValue():
            return _absent(value)
        case NotSourced():
            return _not_sourced(value)
        case NotApplicable():
            return _not_applicable(value)
        case DisputedValue():
            return _disputed(value, form)


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
            labels = [tag.label for tag in cell.tags]
            return ", ".join(labels) or cell.if_none


def sentence_text(sentence: Sentence) -> str:
    return "".join(_part(part, receipts) for part, receipts in parts_with_receipts(sentence))


def paragraph_text(sentences: Sequence[Sentence]) -> str:
    return " ".join(sentence_text(sentence) for sentence in sentences)


def _part(part: SentencePart, receipts: Sequence[Receipt]) -> str:
    if isinstance(part, Quoted) and not part.is_bare:
        return f"“{part.text}”{source_marks([part.source])}"
    return f"{part_text(part)}{_numbers(receipts)}"


def _numbers(receipts: Sequence[Receipt]) -> str:
    return source_marks(receipt.source for receipt in receipts)


def source_marks(keys: Iterable[str]) -> str:
    """The marks of sources in brackets, which become [2, 5] when the page is whole."""
    marks = [text_mark(key) for key in dict.fromkeys(keys)]
    return f" [{', '.join(marks)}]" if marks else ""

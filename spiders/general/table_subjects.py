"""The names that the rows and columns of a price table stand for."""

import re
from typing import NamedTuple

from spiders.claims import Context, Quote
from spiders.general.price_words import PriceWords, read_price_words
from spiders.general.surroundings import Surroundings
from spiders.parsing.page import Page
from spiders.parsing.tables.terms import states_something
from spiders.platforms.chinese_tables import name_and_notes
from spiders.readers.names import read_name

NO_SUBJECT = re.compile(r"\btier\b|\bplan\b|\bprice|\bcontext\b|\bcost|价", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z][\w.]*(?:[-/][\w.+]+)+")
_BEHIND_NAME = re.compile(r"\s+(?:[<>≤≥]|(?:with|for|on|using|via) [a-z]|Legacy$|\*)")
_PLURAL = re.compile(
    r"(?i)\b(?:models|tools|services|features|agents|pricing|overview|list|details|comparison|processing)\b"
)
_NO_NAME = re.compile(r"(?i)^参见|\bsee\b|^all models|^所有|^全部|^total\b|^(?:合计|总计)")
_NOTED_NAME = re.compile(r"([^\u4e00-\u9fff]*[^\u4e00-\u9fff\s])\s*([\u4e00-\u9fff].*)")
_SAYS_NO_CONDITION = re.compile(
    r"推荐|新品|热门|最新|限时|上新|上下文缓存|享有折扣|Batch ?调用|半价|邀测中?|即将下线|已下线|当前能力等同于\s*\S+|"
    r"Legacy|支持\S*|稳定版|快照版|[,，;；。|]|按\S*(?:区分|定价)\S*"
)
_LONGEST_NAME = 120


class Subject(NamedTuple):
    quote: Quote
    full_name: str
    is_service: bool
    context: tuple[Context, ...] = ()
    words: PriceWords = PriceWords()
    """What stands behind its name: a band, a note."""
    valid_from: str | None = None
    valid_to: str | None = None


def subjects_around(around: Surroundings, row_words: str) -> list[Subject]:
    """The models that a table without a column of names is about: the ids of its chapter, or its
    heading. None where the row's own words tell several of them apart.
    """
    if around.codes:
        if row_words and len(around.codes) > 1:
            return []
        return [Subject(code, code.text, is_service=False) for code in around.codes]
    for heading in around.headings:
        if _is_name(heading.text):
            name = read_name(heading)
            return [Subject(name.quote, name.full, is_service=False)]
    return []


def _is_name(heading: str) -> bool:
    """Whether a heading reads like the name of a model: capitalised, or an id, and of few words."""
    words = heading.split()
    is_short = 0 < len(words) <= 5 and len(heading) < _LONGEST_NAME
    is_capitalised = all(word[0].isupper() or word[0].isdigit() for word in words)
    if not is_short or NO_SUBJECT.search(heading) or _PLURAL.search(heading):
        return False
    return re.fullmatch(_ID, heading) is not None or (
        is_capitalised and bool(read_price_words(heading).rest)
    )


def subjects_in_cell(page: Page, cell: Quote, *, is_service: bool) -> list[Subject]:
    """The names in a cell, as one reads them; none of a cell that may hold several or says more."""
    if not states_something(cell) or len(cell.text) > 4 * _LONGEST_NAME:
        return []
    quote, note = _whole_name(page, cell)
    if _NO_NAME.search(quote.text):
        return []
    ids = quote.find_all(_ID.pattern)
    if len(ids) > 1:
        is_list = not _ID.sub("", quote.text).strip(" •·,、-\n")
        return [Subject(found, found.text, is_service) for found in ids] if is_list else []
    if is_service:
        return [Subject(quote, quote.text, is_service, words=PriceWords(rest=note))]
    name = read_name(quote)
    words = PriceWords(band=name.band, rest=note)
    found, full = name.quote, name.full
    behind = _BEHIND_NAME.search(found.text)
    if behind:
        said = read_price_words(_note(found.text[behind.start() :]))
        words = said._replace(rest=", ".join(filter(None, [note, said.rest])))
        found = found.slice(0, behind.start())
        full = found.text
    if re.search(r" / |[,、，;；]", found.text):
        return []
    return [
        Subject(found, full, is_service, name.conditions, words, name.valid_from, name.valid_to)
    ]


def names_in_cell(page: Page, cell: Quote) -> list[Quote]:
    """Whatever in a cell may be a name: all of it, its name without notes, and each id."""
    found = [cell, _whole_name(page, cell)[0]]
    found += [subject.quote for subject in subjects_in_cell(page, cell, is_service=False)]
    found += cell.find_all(_ID.pattern)
    return list({quote.text: quote for quote in found if quote.text}.values())


def _whole_name(page: Page, cell: Quote) -> tuple[Quote, str]:
    """The name in a cell, and a note beside it that says under which condition it is meant."""
    plain = re.search(r"^[*`_]+(.+?)[*`_]+$", cell.text)
    if plain:
        cell = cell.slice(*plain.span(1))
    if re.fullmatch(r"line:\d+ > cell:\d+", cell.locator):
        pieces = page.cell_pieces(cell)
        if len(pieces) > 1 and re.fullmatch(r"[a-z0-9][a-z0-9._/-]+", pieces[-1].text):
            return pieces[-1], ""
    if "css:" in cell.locator and " > attr:" not in cell.locator:
        name, notes = name_and_notes(page, cell)
        return name, _note(" ".join(quote.text for quote in notes))
    cell = page.fragment(cell)
    noted = _NOTED_NAME.fullmatch(cell.text)
    if noted is None:
        return cell, ""
    return cell.slice(*noted.span(1)), _note(noted[2])


def _note(words: str) -> str:
    """What a note on a name says beyond what holds for all prices."""
    return " ".join(_SAYS_NO_CONDITION.sub(" ", words).split())


def cell_lines(page: Page, cell: Quote) -> list[Quote]:
    """The lines of a cell, as a reader sees them."""
    if "css:" in cell.locator and " > attr:" not in cell.locator:
        return page.lines(cell)
    return [page.fragment(cell)] if "<" in cell.text else [cell]

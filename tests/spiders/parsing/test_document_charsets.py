"""Bodies whose charset is declared wrongly, or not at all: a price is read right or not at all."""

import pytest

from pipeline.facts.normalise import canonical_value
from pipeline.facts.set_aside import SetAside
from spiders.extraction import extract
from spiders.parsing.page import Page
from tests.support.acme_source import URL, Acme, page

PRICES = {"nova": "¥3", "lumen": "€1,250.50", "terra": "￥0.2", "vega": "2元"}
TEXT = page(PRICES)
RIGHT = {
    "3 CNY per 1M tokens",
    "1250.5 EUR per 1M tokens",
    "0.2 CNY per 1M tokens",
    "2 CNY per 1M tokens",
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5", "shift_jis", "cp1252")
DECLARED = (
    "",
    "text/markdown",
    "text/markdown; charset=utf-8",
    'text/markdown; charset="UTF-8"',
    "text/markdown; charset=iso-8859-1",
    "text/markdown; charset=windows-1252",
    "text/markdown; charset=gb18030",
    "text/markdown; charset=gbk",
    "text/markdown; charset=shift_jis",
    "text/markdown; charset=utf-16",
    "text/markdown; charset=utf-7",
    "text/markdown; charset=cp037",
    "text/markdown; charset=no-such-charset",
    "text/markdown; charset=hex",
)


def values_of(body: bytes, media_type: str) -> tuple[set[str], int]:
    """The prices that are read on a body, and how often it is told that something is not read."""
    reading = extract(Acme(), Page(body, url=URL, media_type=media_type))
    values: set[str] = set()
    told = len(reading.findings)
    for claim in reading.claims:
        if claim.meter:
            try:
                values.add(canonical_value(claim).text)
            except SetAside:
                told += 1
    return values, told


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("declared", DECLARED)
def test_no_declaration_gives_a_wrong_currency_or_price(encoding: str, declared: str) -> None:
    values, told = values_of(TEXT.encode(encoding, errors="replace"), declared)
    assert values <= RIGHT
    assert values or told


@pytest.mark.parametrize("declared", DECLARED)
def test_utf_8_is_read_whatever_is_declared(declared: str) -> None:
    assert values_of(TEXT.encode(), declared) == (RIGHT, 0)


@pytest.mark.parametrize(
    "declared", ["text/html; charset=gb18030", 'text/html; charset="GBK"', "text/html;Charset=gbk"]
)
def test_another_charset_is_read_as_it_is_declared(declared: str) -> None:
    text = page({"terra": "￥0.2", "vega": "2元"})
    values, told = values_of(text.encode("gb18030"), declared)
    assert (values, told) == ({"0.2 CNY per 1M tokens", "2 CNY per 1M tokens"}, 0)

"""Licences: from the names that pages use to SPDX, where there is an expression for them."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from boolean import ParseError
from license_expression import ExpressionError, Licensing, get_spdx_licensing

from pipeline.facts.set_aside import SetAside

_VOCABULARY_FILE = Path(__file__).parents[1] / "vocabulary" / "licences.toml"
_LONGEST = 100


class LicenceVocabulary(NamedTuple):
    """The vocabulary: names that mean an SPDX expression, and words that are no licence."""

    meanings: dict[str, str]
    none: frozenset[str]


@cache
def _vocabulary() -> LicenceVocabulary:
    table = tomllib.loads(_VOCABULARY_FILE.read_text(encoding="utf-8"))
    return LicenceVocabulary(table["names"], frozenset(table["none"]["words"]))


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()


def read_licence(text: str) -> str:
    """The licence as an SPDX expression, or in the page's own words where SPDX has none for it."""
    stated = " ".join(text.split())
    name = re.sub(r"^the | agreement$", "", stated.casefold())
    if name in _vocabulary().none or not re.search(r"[a-z]", name) or re.match(r"https?:", name):
        raise SetAside("not_a_licence", f"{text!r} names no licence")
    if len(stated) > _LONGEST:
        raise SetAside(
            "not_a_licence", f"a text of {len(stated)} characters is no name of a licence"
        )
    meaning = _vocabulary().meanings.get(name)
    if meaning:
        return meaning
    try:
        expression: Any = _spdx().parse(stated, validate=True)
    except (ExpressionError, ParseError):
        return stated
    return str(expression.render()) if expression is not None else stated

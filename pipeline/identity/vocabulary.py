"""The curated words that names are read with: makers, sellers, vendors' prefixes, what qualifies a
route.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

VOCABULARY_FOLDER = Path(__file__).parents[1] / "vocabulary"

Family = tuple[str, ...]
ModelKey = tuple[Family, str | None]
"""A family and one of its snapshots, or none."""


class IdentityVocabulary(NamedTuple):
    """The curated part of identity (vocabulary/models.toml)."""

    vendor_prefixes: frozenset[str]
    route_suffixes: frozenset[str]
    route_tags: frozenset[str]
    families: frozenset[Family]
    aliases: Mapping[ModelKey, ModelKey]
    hosts: frozenset[str]
    generic: frozenset[str]
    serving_words: Mapping[str, tuple[Family, ...]]
    """Words that say how a seller serves a model, each with the beginnings of the families where
    no maker's own model is called so.
    """
    own_words: Mapping[str, frozenset[str]]
    """First words that are a maker's own at that maker, whoever else begins a name so."""
    maker_names: Mapping[str, str]
    """Makers' names in front of their models, and the provider that each is."""
    sellers: frozenset[str]
    """Providers whose names stand in front of models that others make."""


@cache
def word_lists() -> IdentityVocabulary:
    """The vocabulary as far as it holds words: names are parsed with these alone, also the names in
    the vocabulary itself.
    """
    table = load_vocabulary("models.toml")
    return IdentityVocabulary(
        vendor_prefixes=frozenset(table["vendor_prefixes"]),
        route_suffixes=frozenset(table["route_suffixes"]),
        route_tags=frozenset(table["route_tags"]),
        families=frozenset(),
        aliases={},
        hosts=frozenset(table["hosts"]),
        generic=frozenset(table["generic"]),
        serving_words={},
        own_words={maker: frozenset(words) for maker, words in table["own_words"].items()},
        maker_names=table["maker_names"],
        sellers=frozenset(load_vocabulary("providers.toml")) - frozenset(makers()),
    )


def maker_of(family: Family) -> str | None:
    """The maker of a family, by its first word, or by the owner in front of it."""
    if not family:
        return None
    if "/" in family[0]:
        owner = family[0].split("/")[0]
        return owner if owner in word_lists().own_words else None
    word = re.sub(r"[^a-z0-9].*$", "", family[0])
    return makers().get(word)


@cache
def makers() -> dict[str, str]:
    """The maker of each first word of a family's name."""
    return load_vocabulary("labs.toml")


def load_vocabulary(name: str) -> dict[str, Any]:
    """A file of the vocabulary."""
    path = VOCABULARY_FOLDER / name
    with path.open("rb") as file:
        return tomllib.load(file)

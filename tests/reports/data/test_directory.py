"""What pages read from a catalog: names of models, addresses, neighbours, the day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.home import Home
from reports.data.directory import display_name, unique_addresses
from reports.data.model_lookup import AmbiguousModel, UnknownModel, find_model
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import SameModel, compare, must_redirect, ordered_pair
from reports.pages.sections.header import comparison_path
from tests.support.small_catalog import GRANITE, JAMBA, NOVA, NOW, THEN, derived, route
from warehouse.store import Database, open_catalog


@pytest.fixture
def catalog(small_home: Home) -> Iterator[Database]:
    with open_catalog(small_home.path, NOW) as opened:
        yield opened


@pytest.mark.parametrize(
    "text", ["granite-4b", "Granite-4B", "granite 4b", "IBM: Granite 4B", "GRANITE  4b"]
)
def test_a_model_is_found_by_any_of_its_names(catalog: Database, text: str) -> None:
    assert find_model(catalog, text) == GRANITE


def test_an_unknown_name_is_refused_with_names_like_it(catalog: Database) -> None:
    with pytest.raises(UnknownModel, match="granite-4b") as refused:
        find_model(catalog, "granit-4b")
    assert refused.value.close == [GRANITE]


def test_an_ambiguous_name_is_refused_with_its_candidates(tmp_path: Path) -> None:
    twins = [
        route("bazaar", f"nova-{size}", input=1, output=2, name="Nova Twin")
        for size in ("7b", "9b")
    ]
    nights = [(THEN, {"bazaar": twins})]
    with derived(tmp_path, nights) as catalog, pytest.raises(AmbiguousModel) as refused:
        find_model(catalog, "nova twin")
    assert refused.value.candidates == ["nova-7b", "nova-9b"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Qwen/Qwen3.5-4B", "Qwen3.5-4B"),
        ("Anthropic: Claude 3.5 Haiku", "Claude 3.5 Haiku"),
        ("gpt-oss:120b", "gpt-oss:120b"),
        ("Gemini 2.5 Flash Preview (09/2025)", "Gemini 2.5 Flash Preview (09/2025)"),
        ("GLM  4\n32B ", "GLM 4 32B"),
        ("a/b/c", "a/b/c"),
    ],
)
def test_a_vendor_before_a_name_is_not_shown(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_the_order_of_a_pair_does_not_matter(catalog: Database) -> None:
    assert compare(catalog, NOVA, GRANITE) == compare(catalog, GRANITE, NOVA)
    entries = ModelDataCache(catalog).directory
    assert ordered_pair(entries, NOVA, GRANITE) == (GRANITE, NOVA)
    assert must_redirect(entries, NOVA, GRANITE)
    assert not must_redirect(entries, GRANITE, NOVA)
    assert comparison_path(entries[NOVA], entries[GRANITE]) == "compare/granite-4b/nova-1/"


def test_a_model_is_not_compared_with_itself_nor_with_a_stranger(catalog: Database) -> None:
    with pytest.raises(SameModel):
        compare(catalog, NOVA, NOVA)
    with pytest.raises(UnknownModel):
        compare(catalog, NOVA, "nobody-1")


def test_a_model_that_came_later_is_unknown_before(small_home: Home) -> None:
    with open_catalog(small_home.path, date(2026, 4, 30)) as catalog, pytest.raises(UnknownModel):
        compare(catalog, NOVA, GRANITE)


def test_hostile_names_have_safe_addresses_of_their_own() -> None:
    pieces = [
        "",
        "..",
        "../",
        "/",
        "\\",
        "a",
        "A",
        "a-2",
        "\x00",
        "con",
        "ü",
        "名",
        " ",
        ".",
        "%2e%2e",
        "x" * 300,
        "-",
        "a-xdeadbeef0123",
    ]
    slugs = {
        f"{one}{other}{third}": f"{one}{other}{third}"
        for one in pieces
        for other in pieces
        for third in pieces
    }
    slugs |= {
        f"m{number}": f"a{'-' * (number % 7)}{number % 1000}"
        for number in range(10_000 - len(slugs))
    }
    found = unique_addresses(slugs)
    assert len(found) == len(slugs) >= 9_000
    assert len(set(found.values())) == len(found)
    for address in found.values():
        assert set(address) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert 0 < len(address) <= 80
        assert not address.startswith("-")


def test_there_is_always_another_pair_to_look_at(catalog: Database) -> None:
    page = compare(catalog, NOVA, GRANITE)
    assert page.related
    assert all({JAMBA} & {neighbour.first, neighbour.second} for neighbour in page.related)
    assert [n.path for n in page.related] == [
        "compare/granite-4b/jamba-mini/",
        "compare/jamba-mini/nova-1/",
    ]

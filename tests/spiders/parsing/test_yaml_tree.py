"""YAML: scalars as they are written, and what may not be read at all."""

import contextlib

import pytest

from spiders.errors import LayoutChanged
from spiders.parsing.yaml_tree import parse_yaml
from tests.support.marks import ends_in_linear_time

BOMBS = {
    "an alias": "a: &a [x]\nb: *a",
    "billion laughs": "a: &a [x, x]\n"
    + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "a merge key": "a: {<<: {b: c}}",
    "many merges": "<<: [" + "{a: b}, " * 1000 + "]",
    "deep lists": "[" * 100_000,
    "deep dashes": "- " * 100_000,
    "deep mappings": "{a: " * 100_000,
    "a python object": "a: !!python/object/apply:os.system [true]",
    "a tag": "a: !!binary aGk=",
    "a doubled key": "a: 1\na: 2",
    "a list as a key": "? [a]\n: b",
    "half a character": "a: \ud800",
    "too long": "a: " + "x" * 2**20,
    "a torn text": "a: 'b",
    "tabs": "a:\n\t- b",
}


@ends_in_linear_time
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused(bomb: str) -> None:
    with pytest.raises(LayoutChanged):
        parse_yaml(BOMBS[bomb])


@ends_in_linear_time
@pytest.mark.parametrize("text", ["a: b\n", "- b\n", "k%d: v\n", "'", "#", "a\n", "[1,"])
def test_any_text_of_the_longest_length_is_answered(text: str) -> None:
    whole = "".join(
        text % number if "%" in text else text for number in range(2**20 // max(len(text), 9))
    )
    with contextlib.suppress(LayoutChanged):
        parse_yaml(whole)

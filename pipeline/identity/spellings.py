"""Spellings of one family that only other names tell: a version without its point, words in another
order, "it" for "instruct".
"""

import re
from collections import defaultdict
from collections.abc import Mapping

from pipeline.identity.names import identity_vocabulary
from pipeline.identity.vocabulary import Family, maker_of

_TWO_DIGITS = re.compile(r"([a-z]{0,2}\d)(\d)")
"""A version without a point, or a number of two digits: 52, m21."""
_SIZE = re.compile(r"\db")
_DIGIT = re.compile(r"\d")
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?")

Joined = tuple[Family, str]
"""The family that a name means, and the rule that says so."""


def missing_points(stated: Mapping[Family, set[str]]) -> dict[Family, Joined]:
    """gpt-52 is gpt-5.2, where its maker or two others write the point and the maker never leaves
    it out. `stated` says who states each family.
    """
    aliases = identity_vocabulary().aliases
    joins: dict[Family, Joined] = {}
    for family, who in stated.items():
        if maker_of(family) in who:
            continue
        pointed: list[Family] = []
        for other in _with_point(family):
            meant, snapshot = aliases.get((other, None), (other, None))
            if snapshot is None and _is_known(meant, stated):
                pointed.append(meant)
        if len(pointed) == 1:
            joins[family] = (pointed[0], "missing_point")
    return joins


def _with_point(family: Family) -> list[Family]:
    """The family with a point in each of its numbers of two digits, one at a time; and in a size
    before which a digit stands alone, as in qwen-1-5b.
    """
    found: list[Family] = []
    for place, word in enumerate(family):
        before, behind = family[:place], family[place + 1 :]
        match = _TWO_DIGITS.fullmatch(word)
        if match and (place or not word.isdigit()):
            found.append((*before, f"{match[1]}.{match[2]}", *behind))
        if _SIZE.fullmatch(word):
            for digit in filter(_DIGIT.fullmatch, before[1:]):
                rest = list(before)
                rest.remove(digit)
                found.append((*rest, f"{digit}.{word}", *behind))
    return found


def _is_known(family: Family, stated: Mapping[Family, set[str]]) -> bool:
    """Whether its maker states the family, or two others do."""
    who = stated.get(family, set())
    return len(who) > 1 or maker_of(family) in who


def word_orders(stated: Mapping[Family, set[str]]) -> dict[Family, Joined]:
    """embed-v3-english is embed-english-v3: behind the first word and its versions, words in any
    order are one family, spelt as most state it.
    """
    alike: dict[tuple[str, Family, Family], list[Family]] = defaultdict(list)
    for family in stated:
        versions = tuple(word for word in family[1:] if _VERSION.fullmatch(word))
        rest = tuple(sorted(word for word in family[1:] if not _VERSION.fullmatch(word)))
        alike[family[0], versions, rest].append(family)
    joins: dict[Family, Joined] = {}
    for families in alike.values():
        usual = min(families, key=lambda family: (-len(stated[family]), family))
        for family in families:
            if family != usual:
                joins[family] = (usual, "word_order")
    return joins


def words_for_tuned(stated: Mapping[Family, set[str]]) -> dict[Family, Joined]:
    """gemma-3-12b-instruct is gemma-3-12b-it: where both are stated, as most do."""
    joins: dict[Family, Joined] = {}
    for family in stated:
        if "instruct" not in family[1:]:
            continue
        other = tuple("it" if word == "instruct" else word for word in family)
        if other in stated:
            usual = min((family, other), key=lambda name: (-len(stated[name]), name))
            joins[other if usual == family else family] = (usual, "instruct_word")
    return joins

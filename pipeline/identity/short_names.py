"""Names that leave out, or add, what tells no models apart: a size, "instruct", a version beside a
dated revision. Each is read as the one name that it can only mean.

Nothing here is likeness: a name is joined with another only where every known name that differs in
such words alone leads to one, and nobody lists both.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from pipeline.identity.names import ParsedName, identity_vocabulary
from pipeline.identity.spellings import Joined, missing_points, word_orders, words_for_tuned
from pipeline.identity.statements import StatedSubject, is_upload
from pipeline.identity.vocabulary import Family, maker_of

_SIZE = re.compile(r"[ae]?\d+(?:\.\d+)?[bt]|\d+x\d+b|\d+e")
"""70b, a17b, e2b, 8x7b, 128e, 1t: parameters and experts."""
_TUNED = frozenset({"instruct", "it"})
"""Tuned to follow instructions: what is sold, where a maker's untuned model is not named."""
_OTHER_FORMS = ("base", "chat", "reasoning", "thinking")
_REVISION = re.compile(r"2[3-9](?:0[1-9]|1[0-2])")
"""2512: the year and month of a revision."""
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
_ANY_REVISION = re.compile(r"\d{3,4}|v\d+(?:\.\d+)?")


class _Family(NamedTuple):
    """A family as named: the words that tell models apart, and the others."""

    family: Family
    core: Family
    sizes: frozenset[str]
    tuned: frozenset[str]

    def is_short_for(self, other: "_Family") -> bool:
        """Whether the other has all that this has, and more."""
        mine, others = self.sizes | self.tuned, other.sizes | other.tuned
        return self.core == other.core and mine < others


def join_names(parsed: Mapping[StatedSubject, ParsedName]) -> dict[StatedSubject, ParsedName]:
    """The names with the families that they mean, and the rules that say so among theirs.

    missing_point, word_order, instruct_word: see spellings.py.
    dated_revision: a version, a size or "instruct" beside a revision of year and month, where the
    maker names the revision without it.
    title_of_id: a seller's title without "instruct" or a size is its one id that has them.
    sole_size: a size left out, where the maker names one only.
    sole_form: "instruct" left out, where nobody lists a model of the bare name beside it.
    """
    names = dict(parsed)
    for rule in (missing_points, word_orders, words_for_tuned):
        _apply(names, rule(_stated_families(names)))
    _apply(names, _dated_revisions(names))
    by_title = _titles_of_ids(names)
    rest = {subject: name for subject, name in names.items() if subject not in by_title}
    joins = _sole_full_names(rest)
    _apply(rest, joins)
    names.update(rest)
    for subject, (own_id, rule) in by_title.items():
        family, _ = joins.get(own_id, (own_id, rule))
        names[subject] = _joined(names[subject], family, rule)
    return names


def _apply(names: dict[StatedSubject, ParsedName], joins: Mapping[Family, Joined]) -> None:
    """Puts the families that names mean in the place of those that they state."""
    for subject, parsed in names.items():
        if is_upload(subject) or parsed.family not in joins:
            continue
        family, rule = joins[parsed.family]
        names[subject] = _joined(parsed, family, rule)


def _joined(parsed: ParsedName, family: Family, rule: str) -> ParsedName:
    """The name as one of another family."""
    return parsed._replace(family=family, rules=(*parsed.rules, rule))


def _stated_families(names: Mapping[StatedSubject, ParsedName]) -> dict[Family, set[str]]:
    """Who states each family; uploads are models of their own."""
    stated: dict[Family, set[str]] = defaultdict(set)
    for subject, parsed in names.items():
        if not is_upload(subject):
            stated[parsed.family].add(subject.provider)
    return stated


@lru_cache(maxsize=100_000)
def _parts(family: Family) -> _Family:
    """A family's words, told apart. The first one is what the model is called, whatever it looks like."""
    first, *others = family
    sizes = frozenset(word for word in others if _SIZE.fullmatch(word))
    tuned = frozenset(word for word in others if word in _TUNED)
    rest = [word for word in others if word not in sizes and word not in tuned]
    return _Family(family, (first, *rest), sizes, tuned)


# --- a version or a size beside a revision --------------------------------------------------------


def _dated_revisions(names: Mapping[StatedSubject, ParsedName]) -> dict[Family, Joined]:
    """Names of more words than the one by which the maker names the same revision."""
    stated = _stated_families(names)
    makers_own = [family for family, who in stated.items() if maker_of(family) in who]
    shorter: dict[tuple[str, str], list[Family]] = defaultdict(list)
    for family in makers_own:
        for word in family:
            if _REVISION.fullmatch(word):
                shorter[family[0], word].append(family)
    found: dict[Family, Family] = {}
    for family in stated:
        candidates = [
            short
            for word in family
            for short in shorter.get((family[0], word), ())
            if _adds_only_known_words(family, short)
        ]
        if not candidates:
            continue
        shortest = min(candidates, key=lambda short: (len(short), short))
        longer = (short for short in candidates if short != shortest)
        if all(_adds_only_known_words(short, shortest) for short in longer):
            found[family] = shortest
    sizes: dict[Family, set[frozenset[str]]] = defaultdict(set)
    for family, short in found.items():
        added = _parts(family).sizes - _parts(short).sizes
        if added:
            sizes[short].add(added)
    return {
        family: (short, "dated_revision")
        for family, short in found.items()
        if len(sizes[short]) < 2  # two sizes of one revision are two models
    }


def _adds_only_known_words(family: Family, short: Family) -> bool:
    """Whether the family is the shorter one with a version, a size or "instruct" added."""
    added = list(family)
    for word in short:
        if word not in added:
            return False
        added.remove(word)
    return bool(added) and all(
        word in _TUNED or _SIZE.fullmatch(word) or _VERSION.fullmatch(word) for word in added
    )


# --- a size or "instruct" left out ----------------------------------------------------------------


class _FurtherNames(NamedTuple):
    """What stands behind names: by their core the revisions, each with the name's first word and sizes;
    and the words in front of "thinking" or "base", sorted.
    """

    revisions: Mapping[tuple[str, ...], list[tuple[str, frozenset[str]]]]
    other_forms: frozenset[tuple[str, ...]]


def _further_names(stated: Iterable[Family]) -> _FurtherNames:
    revisions: dict[tuple[str, ...], list[tuple[str, frozenset[str]]]] = defaultdict(list)
    other_forms: set[tuple[str, ...]] = set()
    for family in stated:
        parts = _parts(family)
        if parts.core and _ANY_REVISION.fullmatch(parts.core[-1]):
            revisions[parts.core[:-1]].append((family[0], parts.sizes))
        if family[-1] in _OTHER_FORMS:
            other_forms.add(tuple(sorted(family[:-1])))
    return _FurtherNames(revisions, frozenset(other_forms))


def _sole_full_names(names: Mapping[StatedSubject, ParsedName]) -> dict[Family, Joined]:
    """The one longer name that each short name can only mean."""
    stated = _stated_families(names)
    further = _further_names(stated)
    of_core: dict[Family, list[_Family]] = defaultdict(list)
    for family in stated:
        parts = _parts(family)
        of_core[parts.core].append(parts)
    joins: dict[Family, Joined] = {}
    for families in of_core.values():
        makers_size = _makers_size(families, stated)
        lists_both = _who_lists_both_forms(families, stated)
        for short in families:
            longest = _only_longer_name(short, families, makers_size, stated, further)
            is_listed_apart = longest and longest.tuned != short.tuned
            if is_listed_apart and stated[short.family] & lists_both:
                continue
            if longest:
                joins[short.family] = (longest.family, _rule(short, longest))
    return joins


def _makers_size(families: Iterable[_Family], stated: Mapping[Family, set[str]]) -> frozenset[str]:
    """The one size by which the maker names these families; none where it names several."""
    makers = [parts.sizes for parts in families if maker_of(parts.family) in stated[parts.family]]
    largest = max(makers, key=len, default=frozenset[str]())
    return largest if all(size <= largest for size in makers) else frozenset()


def _who_lists_both_forms(
    families: Iterable[_Family], stated: Mapping[Family, set[str]]
) -> set[str]:
    """Who names a tuned model and an untuned one of one size: to them the bare name is untuned."""
    found: set[str] = set()
    for one, other in combinations(families, 2):
        if one.sizes == other.sizes and one.tuned != other.tuned:
            found |= stated[one.family] & stated[other.family]
    return found


def _only_longer_name(
    short: _Family,
    families: Iterable[_Family],
    makers_size: frozenset[str],
    stated: Mapping[Family, set[str]],
    further: _FurtherNames,
) -> _Family | None:
    """The longest of the names that add a size or "instruct" to the short one, if they are one
    model and nobody who states one of them states the short name too.
    """
    if short.family in identity_vocabulary().families:
        return None
    longer = [
        other
        for other in families
        if short.is_short_for(other) and (other.sizes == short.sizes or other.sizes <= makers_size)
    ]
    if not longer:
        return None
    longest = max(longer, key=lambda parts: (len(parts.sizes | parts.tuned), parts.family))
    if any(not other.is_short_for(longest) for other in longer if other != longest):
        return None
    if longest.sizes != short.sizes and not _has_version(short):
        return None
    if _has_revisions(short, further):
        return None
    if longest.tuned != short.tuned and _has_other_forms(short, longest, further):
        return None
    listed = set[str]().union(*(stated[other.family] for other in longer))
    return None if listed & stated[short.family] else longest


def _has_version(short: _Family) -> bool:
    """Whether the name has a version. One that has none outlives the models that it is given to."""
    return any(character.isdigit() for word in short.core for character in word)


def _has_revisions(short: _Family, further: _FurtherNames) -> bool:
    """Whether models are named as revisions of this one, which the bare name may be any of."""
    return any(
        first_word == short.core[0] and short.sizes <= sizes
        for first_word, sizes in further.revisions.get(short.core, ())
    )


def _has_other_forms(short: _Family, longest: _Family, further: _FurtherNames) -> bool:
    """Whether a model of this size is also named as one that is not tuned so: thinking, base."""
    of_sizes = (short.sizes, longest.sizes)
    return any(tuple(sorted((*short.core, *sizes))) in further.other_forms for sizes in of_sizes)


def _rule(short: _Family, longest: _Family) -> str:
    """The name of what joins them."""
    rules: list[str] = []
    if longest.sizes != short.sizes:
        rules.append("sole_size")
    if longest.tuned != short.tuned:
        rules.append("sole_form")
    return " + ".join(rules)


# --- titles ---------------------------------------------------------------------------------------


def _titles_of_ids(names: Mapping[StatedSubject, ParsedName]) -> dict[StatedSubject, Joined]:
    """A seller's titles that leave out a size or "instruct", with the one of its ids that has it."""
    ids: dict[tuple[str, Family], set[Family]] = defaultdict(set)
    titles: list[StatedSubject] = []
    for subject, parsed in names.items():
        if subject.kind != "route":
            continue
        if " " in subject.stated.strip():
            titles.append(subject)
        else:
            ids[subject.provider, _parts(parsed.family).core].add(parsed.family)
    joins: dict[StatedSubject, Joined] = {}
    for subject in titles:
        title = _parts(names[subject].family)
        own = ids.get((subject.provider, title.core), set())
        longer = [family for family in own if title.is_short_for(_parts(family))]
        if len(longer) == 1 and title.family not in own:
            joins[subject] = (longer[0], "title_of_id")
    return joins

"""Identity: which model and which route a stated name is, decided by named rules over all names. Never by similarity.

A name is read as a family (its words, with spelling folded), a snapshot (a full date) and a variant of the route. Two
names are one model when family and snapshot are equal, or when the family (or its maker) has one snapshot only and the
other name has none. A revision of four digits, a version -vN, a size or a quantisation is part of the family and is
never erased.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from itertools import combinations, count, product
from pathlib import Path
from typing import NamedTuple

VOCABULARY = Path(__file__).parent / "vocabulary"
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
_REVISION = re.compile(r"\s*\((\d{2})\.?(\d{2})\)$")  # DeepSeek R1 (0528), Mistral OCR (25.05)
# Segments of a path that say how a route serves its model, not which model it is.
_QUALIFYING = re.compile(
    r"fast|pro|free|tee|stealth|us|eu|global|\d+-x-\d+|low|medium|high|hd|standard|(?:\d+|max)-steps|[a-z]{2}(?:-gov)?-[a-z]+-\d"
)
_REGION = re.compile(r"(us-gov|us|eu|au|jp|apac|global)[.-](?=[a-z])")  # eu.anthropic.claude-...
_REGIONAL = Decimal("1.21")  # what a region adds at most to a price
_DATE = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


class Subject(NamedTuple):
    """A subject as stated."""

    provider: str
    kind: str
    stated: str


class Offer(NamedTuple):
    """The standard price that a source states for a subject now: (input, output), in its currency."""

    source: str
    subject: Subject
    price: tuple[Decimal | None, Decimal | None]
    is_own: bool = True
    """Whether the seller itself states it."""


class Reading(NamedTuple):
    """A name read: the family's words, the snapshot's date, the route's qualifiers, whether it points at a newest."""

    family: tuple[str, ...]
    snapshot: str | None
    variant: str | None
    is_pointer: bool
    is_alias: bool = False
    """Whether the curated list says that another name is meant."""

    @property
    def key(self) -> "ModelKey":
        return self.family, self.snapshot


class Identity(NamedTuple):
    """What a stated subject is. `rule` says why; provisional is a model that only one subject names."""

    subject: Subject
    model_id: str | None
    route_id: str | None
    variant: str | None
    rule: str
    is_provisional: bool


class Model(NamedTuple):
    """A model that the catalog knows: its id, its maker where known, its name in urls."""

    model_id: str
    lab: str | None
    slug: str


class Names(NamedTuple):
    """The curated part of identity (vocabulary/models.toml)."""

    vendor_prefixes: frozenset[str]
    route_suffixes: frozenset[str]
    route_tags: frozenset[str]
    families: frozenset[tuple[str, ...]]
    aliases: Mapping["ModelKey", "ModelKey"]
    hosts: frozenset[str]
    generic: frozenset[str]


@cache
def curated() -> Names:
    with (VOCABULARY / "models.toml").open("rb") as file:
        table = tomllib.load(file)
    lists = [frozenset(table[name]) for name in ("vendor_prefixes", "route_suffixes", "route_tags")]
    names = Names(
        *lists, families=frozenset(), aliases={}, hosts=frozenset(table["hosts"]), generic=frozenset(table["generic"])
    )
    families = frozenset(_read(name, names).family for name in table["families"])
    aliases = {_read(name, names).key: _read(meant, names).key for name, meant in table["aliases"].items()}
    return names._replace(families=families, aliases=aliases)


@lru_cache(maxsize=100_000)
def read(name: str) -> Reading:
    """A name as family, snapshot and variant."""
    names = curated()
    reading = _read(name, names)
    family, snapshot = names.aliases.get(reading.key, reading.key)
    return reading._replace(family=family, snapshot=snapshot, is_alias=reading.key in names.aliases)


def _read(name: str, names: Names) -> Reading:
    text, variants = _without_qualifiers(name, names)
    text = re.sub(r"@", "-", text)
    text = re.sub(r"(?<=\d)p(?=\d)", ".", text)  # glm-4p7
    text = re.sub(r"(20\d{2})-(\d{2})-(\d{2})", r"\1\2\3", text)
    text = re.sub(r"-(2[3-9])-(0[1-9]|1[0-2])$", r"-\1\2", text)  # codestral-25-08
    text = re.sub(r"^gpt-35(?=-|$)", "gpt-3.5", re.sub(r"\bllama-v(?=\d)", "llama-", text))  # Azure, Fireworks
    words = [word for word in re.split(r"[\s_-]+|(?<=[a-z])\.(?=[a-z])|(?<=[a-z]{3})\.(?=\d)", text) if word]
    snapshot = next((word for word in words if _DATE.fullmatch(word)), None)
    if snapshot:
        words.remove(snapshot)
    while prefix := next((n for n in (2, 1) if len(words) > n and "-".join(words[:n]) in names.vendor_prefixes), 0):
        words = words[prefix:]
    while len(words) > 1 and words[-1] in names.route_suffixes:
        words = words[:-1]
    is_pointer = "latest" in words or "latest" in variants
    words = [word for word in words if word != "latest"]
    variants = [variant for variant in variants if variant != "latest"]
    family = _fold(words) or (text,)
    if len(family) == 1 and family[0] in names.generic:  # with its owner's name, or it says nothing
        family = ("/".join(name.strip().casefold().split("/")[-2:]),)
    return Reading(family, snapshot, " ".join(variants) or None, is_pointer)


def _without_qualifiers(name: str, names: Names) -> tuple[str, list[str]]:
    """The name in lower case, and the words beside it that only qualify a route: in its path, behind ":", in brackets.

    A word that is not known to qualify a route stays in the name: "gpt-oss:20b", "llama 3.1 8B (AWQ)".
    """
    text = re.sub(r"^[\w .]+: ", "", name.strip().casefold())  # "Anthropic: Claude 3.5 Haiku"
    *path, text = re.split(r"/", text.rstrip("/"))
    variants = [segment for segment in path if _QUALIFYING.fullmatch(segment)]
    if region := _REGION.match(text):
        variants.append(region[1])
        text = text[region.end() :]
    if text.startswith("ft:"):  # a fine-tuned one, sold by the name of its base
        variants.append("ft")
        text = text.removeprefix("ft:")
    text, *tags = text.split(":")
    if text.endswith("-tee"):  # in a trusted environment
        variants.append("tee")
        text = text.removesuffix("-tee")
    for tag in tags:
        if tag in names.route_tags or "thinking" in variants:  # ":thinking:low"
            variants.append(tag)
        elif tag == "0":  # a Bedrock id ends in -v1:0; its first revision is no part of the name
            text = re.sub(r"-v1$|(?<=\db)-1$", "", text)
        elif tag:
            text = f"{text}-{tag}"
    text = _REVISION.sub(r"-\1\2", text)
    text = re.sub(r"(\banthropic\..*\d)-v1$", r"\1", text)  # as Bedrock writes it without the :0
    text = re.sub(
        r"^(?:[a-z]+\.)+(?=([a-z]+))", lambda m: "" if m[1] in _labs() else m[0], text
    )  # mistral.voxtral-mini
    while match := re.search(r"\s*\(([^()]*)\)$", text):
        is_variant = match[1] in names.route_tags
        variants += [match[1]] if is_variant else []
        text = text[: match.start()] if is_variant else f"{text[: match.start()]} {match[1]}"
    return text, variants


def _fold(words: list[str]) -> tuple[str, ...]:
    """The words with versions written one way and put behind the first word: claude 3 5 haiku, claude-haiku-3.5."""
    split: list[str] = []
    for word in words:
        # qwen3.5 is qwen 3.5; o1, v3, k2 and 4o are words of their own
        match = re.fullmatch(r"([a-z]{3,})(\d{1,2}(?:\.\d{1,2})?)", word)
        split += [match[1], match[2]] if match else [word]
    joined: list[str] = []
    for word in split:
        if (
            joined
            and re.fullmatch(r"\d{1,2}", word)
            and re.fullmatch(r"[a-z]?\d{1,2}", joined[-1])
            and (word == "0" or not word.startswith("0"))
        ):
            joined[-1] = f"{joined[-1]}.{word}"
        else:
            joined.append(word)
    joined = [re.sub(r"(?<=\d)[.-]0$", "", word) for word in joined]
    if len(joined) < 2:
        return tuple(joined)
    versions = [word for word in joined[1:] if _VERSION.fullmatch(word) and not word.startswith("0")]
    rest = [word for word in joined[1:] if word not in versions]
    return (joined[0], *versions, *rest)


ModelKey = tuple[tuple[str, ...], str | None]


def lab_of(family: tuple[str, ...]) -> str | None:
    """The maker of a family, by its first word."""
    return _labs().get(re.sub(r"[^a-z0-9].*$", "", family[0])) if family and "/" not in family[0] else None


@cache
def _labs() -> dict[str, str]:
    with (VOCABULARY / "labs.toml").open("rb") as file:
        return tomllib.load(file)


def resolve(
    subjects: Iterable[Subject], offers: Iterable[Offer] = (), own: Container[Subject] = frozenset()
) -> tuple[list[Identity], list[Model]]:
    """Every subject with its model and route, and the models. A pure function of its arguments, in any order.

    `own` are the subjects that their seller itself states, on a page of its own.
    """
    named = sorted({subject for subject in subjects if subject.kind != "service"})
    services = sorted({subject for subject in subjects if subject.kind == "service"})
    offers = list(offers)
    keys, rules = _model_keys(named, offers, own)
    members: dict[ModelKey, list[Subject]] = defaultdict(list)
    for subject in named:
        members[keys[subject]].append(subject)
    ids = _model_ids(members)
    routes = _route_ids(named, keys, ids, offers)
    identities = [
        Identity(
            subject,
            ids[keys[subject]],
            routes.get(subject),
            read(subject.stated).variant,
            rules[subject],
            len(members[keys[subject]]) == 1,
        )
        for subject in named
    ]
    identities += [Identity(subject, None, None, None, "service", False) for subject in services]
    models = [
        Model(model_id, lab_of(key[0]), re.sub(r"[^a-z0-9]+", "-", model_id).strip("-"))
        for key, model_id in ids.items()
    ]
    return identities, _with_own_slugs(models)


def _model_keys(
    subjects: list[Subject], offers: list[Offer], own: Container[Subject]
) -> tuple[dict[Subject, ModelKey], dict[Subject, str]]:
    snapshots = _snapshots(subjects)
    makers = _snapshots(s for s in subjects if s in own and s.provider == lab_of(read(s.stated).family))
    own_sellers = {offer.subject.provider for offer in offers if offer.is_own}
    trusted = [offer for offer in offers if offer.is_own or offer.subject.provider not in own_sellers]
    apart, moving = _snapshots_apart(trusted), _pointers_apart(offers)

    def sellers(of: Container[SellersFamily], subject: Subject, family: tuple[str, ...]) -> bool:
        return (subject.provider, family) in of or (lab_of(family) or "", family) in of

    keys: dict[Subject, ModelKey] = {}
    rules: dict[Subject, str] = {}
    for subject in subjects:
        if _is_upload(subject):
            keys[subject] = ((subject.stated.casefold(),), None)
            rules[subject] = "own_repository"
            continue
        reading = read(subject.stated)
        known, makers_own = snapshots.get(reading.family, set()), makers.get(reading.family, set())
        is_shared = reading.family in curated().families or sellers(apart, subject, reading.family)
        if reading.is_pointer and sellers(moving, subject, reading.family):
            keys[subject] = ((*reading.family, "latest"), None)
            rules[subject] = "pointer"
        elif not is_shared and not reading.snapshot and len(makers_own) == 1:
            keys[subject] = (reading.family, next(iter(makers_own)))
            rules[subject] = "makers_sole_snapshot"
        elif not is_shared and len(known) == 1:
            keys[subject] = (reading.family, next(iter(known)))
            rules[subject] = "snapshot" if reading.snapshot else "sole_snapshot"
        else:
            keys[subject] = (reading.family, reading.snapshot)
            rules[subject] = "snapshot" if reading.snapshot else "family_name" if known else "folded_name"
        if reading.is_alias:
            rules[subject] = "curated_alias"
    return keys, rules


def _snapshots(subjects: Iterable[Subject]) -> dict[tuple[str, ...], set[str]]:
    """The snapshots of each family that the subjects name."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for subject in subjects:
        reading = read(subject.stated)
        if reading.snapshot and not _is_upload(subject):
            found[reading.family].add(reading.snapshot)
    return found


def _is_upload(subject: Subject) -> bool:
    """Whether the subject is a repository where anyone uploads under any name: a model of its own, "owner/name"."""
    return subject.kind == "model" and subject.provider in curated().hosts and "/" in subject.stated


SellersFamily = tuple[str, tuple[str, ...]]


def _snapshots_apart(offers: list[Offer]) -> frozenset[SellersFamily]:
    """Sellers, and families whose bare name and snapshot they sell at different prices: two models to them."""
    return _apart((offer, read(offer.subject.stated).snapshot) for offer in offers if not _points(offer))


def _pointers_apart(offers: list[Offer]) -> frozenset[SellersFamily]:
    """The same of a bare name and a pointer ("latest"): what it points to has moved."""
    undated = (offer for offer in offers if read(offer.subject.stated).snapshot is None)
    return _apart((offer, _points(offer)) for offer in undated)


def _points(offer: Offer) -> bool:
    return read(offer.subject.stated).is_pointer


def _apart(told: Iterable[tuple[Offer, object]]) -> frozenset[SellersFamily]:
    """Where one source prices forms that are told apart, as plain routes of one seller, further apart than regions."""
    prices: dict[tuple[str, str, tuple[str, ...]], dict[object, set[Decimal]]] = defaultdict(lambda: defaultdict(set))
    for offer, form in told:
        reading = read(offer.subject.stated)
        if reading.variant is None and offer.price[0] is not None:
            prices[offer.source, offer.subject.provider, reading.family][form].add(offer.price[0])
    return frozenset(
        (seller, family)
        for (_, seller, family), by_form in prices.items()
        if any(_differ(*pair) for one, other in combinations(by_form.values(), 2) for pair in product(one, other))
    )


def _differ(one: Decimal, other: Decimal) -> bool:
    return max(one, other) > _REGIONAL * min(one, other)


def _model_ids(members: Mapping[ModelKey, list[Subject]]) -> dict[ModelKey, str]:
    families = Counter(family for family, _ in members)
    ids: dict[ModelKey, str] = {}
    taken: dict[str, ModelKey] = {}
    for key in sorted(members, key=lambda key: (key[0], key[1] or "")):
        family, snapshot = key
        votes: Counter[str] = Counter()
        for subject in members[key]:
            is_own, is_id = subject.provider == lab_of(family), " " not in subject.stated
            votes[spelled(subject.stated, keep_snapshot=families[family] > 1)] += (
                1 + 10_000 * is_own * is_id + 100 * is_id
            )
        best = family[0] if "/" in family[0] else min(votes, key=lambda name: (-votes[name], name))
        model_id = best if best not in taken else "-".join([*family, *([snapshot] if snapshot else [])])
        model_id = _not_in(taken, model_id)
        taken[model_id] = key
        ids[key] = model_id
    return ids


def spelled(name: str, *, keep_snapshot: bool) -> str:
    """A stated name as an id: lower case, without path, vendor, tag and qualifier; without its date on request."""
    names = curated()
    text, _ = _without_qualifiers(name, names)
    text = re.sub(r"(?<=\d)p(?=\d)", ".", re.sub(r"[\s@_]+", "-", text))
    while (prefix := re.match(r"([a-z-]+?)[-.](?=[a-z])", text)) and prefix[1] in names.vendor_prefixes:
        text = text[prefix.end() :]
    for suffix in (*names.route_suffixes, "latest"):
        text = text.removesuffix(f"-{suffix}")
    return text if keep_snapshot else re.sub(r"-?20\d{2}-?\d{2}-?\d{2}(?=-|$)", "", text) or text


def _not_in(taken: Container[str], name: str) -> str:
    """The name, with a number behind it where it is taken."""
    numbered = (f"{name}-{number}" if number > 1 else name for number in count(1))
    return next(found for found in numbered if found not in taken)


def _route_ids(
    subjects: list[Subject], keys: Mapping[Subject, ModelKey], ids: Mapping[ModelKey, str], offers: list[Offer]
) -> dict[Subject, str]:
    """One route for each seller, model and variant; one for each stated id where a source prices them differently."""
    groups: dict[tuple[str, ModelKey, str | None], list[Subject]] = defaultdict(list)
    for subject in subjects:
        if subject.kind == "route":
            groups[subject.provider, keys[subject], read(subject.stated).variant].append(subject)
    prices: dict[tuple[str, str, ModelKey, str | None], set[object]] = defaultdict(set)
    for offer in offers:
        if offer.subject in keys:
            prices[offer.source, offer.subject.provider, keys[offer.subject], read(offer.subject.stated).variant].add(
                offer.price
            )
    split = {group[1:] for group, found in prices.items() if len(found) > 1}
    routes: dict[Subject, str] = {}
    taken: set[str] = set()
    for group, stated in groups.items():
        provider, key, variant = group
        own: dict[str, str] = {}
        for subject in stated:
            tag = subject.stated if group in split else ids[key] + (f":{variant}" if variant else "")
            routes[subject] = own.setdefault(tag, _not_in(taken, f"{provider}/{tag}"))
        taken.update(own.values())
    return routes


def _with_own_slugs(models: list[Model]) -> list[Model]:
    own: dict[str, Model] = {}
    for model in sorted(models):
        slug = _not_in(own, model.slug[:100].strip("-") or "model")
        own[slug] = model._replace(slug=slug)
    return list(own.values())

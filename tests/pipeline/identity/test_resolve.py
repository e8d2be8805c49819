"""Identity: which names are one model and which never are, by rules over all names and in any
order.
"""

import random
import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.identity.names import parse_name
from pipeline.identity.resolve import Identity, KnownModel, StandardPrice, StatedSubject, resolve

# Names of different models, from the pages: dated, revised, sized, quantised, numbered.
DIFFERENT = [
    ("gpt-4o-2024-05-13", "gpt-4o-2024-08-06"),
    ("GPT-4o (2024-05-13)", "GPT-4o (2024-08-06)"),
    ("gpt-3.5-turbo-0301", "gpt-3.5-turbo-0125"),
    ("gpt-3.5-turbo-0125", "gpt-3.5-turbo"),
    ("mistral-large-2407", "mistral-large-2411"),
    ("mistral-large-2411", "mistral-large-2512"),
    ("mistral-large-2407", "mistral-large"),
    ("deepseek-r1", "deepseek-r1-0528"),
    ("deepseek/deepseek-r1:free", "deepseek/deepseek-r1-0528:free"),
    ("qwen3-235b-a22b", "qwen3-235b-a22b-2507"),
    ("amazon.titan-embed-text-v1", "amazon.titan-embed-text-v2:0"),
    ("anthropic.claude-v2", "anthropic.claude-v2:1"),
    ("llama-3.1-8b", "llama-3.1-8b-awq"),
    ("llama-3.1-8b", "llama-3.1-8b-fp8"),
    ("llama-3.1-8b-awq", "llama-3.1-8b-fp8"),
    ("Llama 3.1 8B", "Llama 3.1 8B (AWQ)"),
    ("Llama 3.1 (8B)", "Llama 3.1 (70B)"),
    ("claude-3-5-sonnet-20240620", "claude-3-5-sonnet-20241022"),
    ("anthropic.claude-3-5-sonnet-20240620-v1:0", "anthropic.claude-3-5-sonnet-20241022-v2:0"),
    ("kimi-k2", "kimi-k2-0905"),
    ("moonshotai/kimi-k2", "moonshotai/kimi-k2-0905"),
    ("gpt-oss:20b", "gpt-oss:120b"),
    ("gemma3:4b", "gemma3:27b"),
    ("gpt-oss:20b", "gpt-oss"),
    ("gpt-4o", "gpt-4o-mini"),
    ("o1", "o1-mini"),
    ("claude-opus-4", "claude-opus-4-1"),
    ("claude-haiku-4-5", "claude-haiku-5-4"),
    ("command-r", "command-r+"),
    ("ft:gpt-4o", "ft:gpt-3.5-turbo"),
    ("model-20240101", "model-20240101-20240202"),
    ("2024-05-13", "2024-08-06"),
]

# Names of one model, as different pages write it.
SAME = [
    ("Claude Haiku 3.5", "claude-3-5-haiku"),
    ("Claude Haiku 3.5", "Claude 3.5 Haiku"),
    ("Anthropic: Claude 3.5 Haiku", "anthropic/claude-3.5-haiku"),
    ("accounts/fireworks/models/glm-4p7", "glm-4.7"),
    ("databricks-claude-haiku-4-5", "claude-haiku-4-5"),
    ("anthropic-claude-3.5-haiku", "claude-3-5-haiku"),
    ("openai/gpt-oss-120b-maas", "gpt-oss-120b"),
    ("gpt-oss:120b", "gpt-oss-120b"),
    ("claude-opus-4@default", "claude-opus-4"),
    ("claude-3-5-haiku@20241022", "claude-3-5-haiku-20241022"),
    ("eu.anthropic.claude-3-5-haiku-20241022-v1:0", "claude-3-5-haiku-20241022"),
    ("deepseek.v3-v1:0", "deepseek-v3"),
    ("anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet-20241022"),
    ("gpt-4o-2024-05-13", "GPT-4o (2024-05-13)"),
    ("claude-3-5-haiku-latest", "claude-3-5-haiku"),
    ("anthropic/claude-3.7-sonnet:thinking", "claude-3.7-sonnet"),
    ("Claude 3 Opus (self-moderated)", "claude-3-opus"),
    ("1024-x-1024/dall-e-3", "dall-e-3"),
    ("Qwen/Qwen3.5-4B", "qwen3.5-4b"),
    ("zai-org-glm-5-1", "zai-org/GLM-5.1"),
    ("minimax-m2-7", "MiniMaxAI/MiniMax-M2.7"),
    ("anthropic/claude-opus-4", "claude-opus-4-0"),
    ("openai.gpt-oss-120b-1:0", "gpt-oss-120b"),
    ("mistral.voxtral-mini-3b-2507", "voxtral-mini-3b-2507"),
    ("meta/llama-4-scout", "meta-llama/Llama-4-Scout-17B-16E-Instruct"),
    ("mistralai/Mistral-Small-3.2-24B-Instruct-2506", "mistral-small-2506"),
]


def route(stated: str, provider: str = "acme") -> StatedSubject:
    return StatedSubject(provider, "route", stated)


def models_of(stated: Iterable[str], offers: Iterable[StandardPrice] = ()) -> dict[str, str | None]:
    """The model of each name, where one seller of its own uses each."""
    subjects = [route(name, f"seller {place}") for place, name in enumerate(stated)]
    return {identity.subject.stated: identity.model_id for identity in resolve(subjects, offers)[0]}


def priced(stated: str, input_price: int, *, provider: str = "acme") -> StandardPrice:
    return StandardPrice(
        "acme_pricing", route(stated, provider), (Decimal(input_price), Decimal(input_price * 5))
    )


# --- must and must not ----------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_must_not_merge(one: str, other: str) -> None:
    models = models_of([one, other])
    assert models[one] != models[other]


def test_nothing_merges_where_all_these_names_are_known() -> None:
    models = models_of({name for pair in (*DIFFERENT, *SAME) for name in pair})
    assert [pair for pair in DIFFERENT if models[pair[0]] == models[pair[1]]] == []


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_must_merge(one: str, other: str) -> None:
    models = models_of([one, other])
    assert models[one] == models[other]


# --- what folds -----------------------------------------------------------------------------------

words = st.sampled_from(["claude", "gemini", "llama", "glm", "nova", "grok"])
kinds = st.sampled_from(["haiku", "flash", "pro", "mini", "coder"])
versions = st.tuples(st.integers(1, 9), st.integers(1, 9))


@given(words, kinds, versions, st.sampled_from(["-", "_", " "]), st.booleans(), st.booleans())
def test_case_separators_and_word_order_fold(
    word: str, kind: str, version: tuple[int, int], separator: str, is_dotted: bool, is_last: bool
) -> None:
    number = ".".join(map(str, version)) if is_dotted else separator.join(map(str, version))
    parts = [word, kind, number] if is_last else [word, number, kind]
    written = separator.join(parts)
    expected = parse_name(f"{word}-{version[0]}.{version[1]}-{kind}").family
    assert {
        parse_name(name).family for name in (written, written.upper(), f" {written.title()} ")
    } == {expected}


@given(
    words,
    kinds,
    versions,
    st.sampled_from(["anthropic", "databricks", "openai", "mistralai", "zai-org", "google"]),
)
def test_a_vendor_in_front_folds(
    word: str, kind: str, version: tuple[int, int], vendor: str
) -> None:
    name = f"{word}-{kind}-{version[0]}-{version[1]}"
    dressed = [
        f"{vendor}/{name}",
        f"a/b/{vendor}/{name}",
        f"{vendor}-{name}",
        f"us.{vendor}.{name}",
        f"{vendor.title()}: {name}",
        f"@cf/x-ai/{name}",
        f"{name}-maas",
        f"{name}@default",
    ]
    assert {parse_name(text).family for text in dressed} == {parse_name(name).family}


@given(words, versions)
def test_a_p_between_digits_is_a_point(word: str, version: tuple[int, int]) -> None:
    assert parse_name(f"{word}-{version[0]}p{version[1]}") == parse_name(
        f"{word}-{version[0]}.{version[1]}"
    )


# --- what is never erased -------------------------------------------------------------------------

names = st.tuples(words, versions, kinds).map(
    lambda parts: f"{parts[0]}-{parts[1][0]}.{parts[1][1]}-{parts[2]}"
)
dates = st.dates().filter(lambda day: 2000 <= day.year < 2100)
suffixes = st.one_of(
    st.integers(1, 12).flatmap(
        lambda month: st.integers(1, 28).map(lambda day: f"{month:02}{day:02}")
    ),  # 0528
    st.integers(2300, 2712).map(str),  # 2411
    st.integers(2, 9).map(lambda number: f"v{number}"),
    st.integers(1, 999).map(lambda size: f"{size}b"),
    st.sampled_from(
        [
            "awq",
            "fp8",
            "int4",
            "gguf",
            "nvfp4",
            "bf16",
            "4bit",
            "q4_k_m",
            "7x8b",
            "a3b",
            "128k",
            "exp",
        ]
    ),
)
attached = st.sampled_from(["{}-{}", "{} {}", "{}_{}", "{}:{}", "{} ({})", "vendor/{}-{}:free"])


@given(names, suffixes, attached)
@example("gemini-1.5-pro", "002", "{}-{}")
def test_a_revision_a_size_and_a_quantisation_are_never_erased(
    name: str, suffix: str, form: str
) -> None:
    longer = form.format(name, suffix)
    assert parse_name(longer).family != parse_name(name).family
    assert len(set(models_of([name, longer]).values())) == 2


@given(names, suffixes, suffixes, attached)
def test_two_revisions_never_merge(name: str, first: str, second: str, form: str) -> None:
    same = first.lstrip("0") == second.lstrip("0")
    one, other = form.format(name, first), form.format(name, second)
    assert same or len(set(models_of([one, other]).values())) == 2


@given(
    names,
    dates,
    dates,
    st.sampled_from(["{}-{}", "{}@{}", "{} ({})", "vendor/{}-{}:free", "eu.anthropic.{}-{}-v1:0"]),
)
def test_a_date_is_never_erased(name: str, first: object, second: object, form: str) -> None:
    one, other = form.format(name, first), form.format(name, str(second).replace("-", ""))
    assert parse_name(one).snapshot == str(first).replace("-", "")
    merged = len(set(models_of([one, other]).values())) == 1
    assert merged == (first == second)


def mutants(name: str, seed: random.Random) -> set[str]:
    """Near misses of a name: a digit more, less or changed, a letter changed, a suffix added."""
    places = [match.start() for match in re.finditer(r"\d", name)]
    found = {
        f"{name}-{suffix}"
        for suffix in ("mini", "v2", "0528", "2507", "awq", "fp8", "8b", "nano", "2", "x", "3d")
    }
    for place in places:
        other = str((int(name[place]) + seed.randint(1, 9)) % 10)
        found |= {
            name[:place] + other + name[place + 1 :],
            name[: place + 1] + other + name[place + 1 :],
        }
    letter = seed.choice([place for place, character in enumerate(name) if character.isalpha()])
    return found | {name[:letter] + seed.choice("qwz") * 2 + name[letter + 1 :]} - {name}


def test_two_hundred_hostile_names_merge_nothing() -> None:
    seed = random.Random(7)
    known = [
        "claude-3-5-haiku",
        "claude-opus-4-1",
        "gpt-4o-mini",
        "gpt-5.6-sol",
        "deepseek-v3.1",
        "qwen3-coder-480b-a35b",
        "o3-pro",
        "llama-3.3-70b-instruct",
        "gemini-2.5-flash-lite",
        "kimi-k2-thinking",
        "glm-4.7",
        "mixtral-8x7b",
        "text-embedding-3-large",
    ]
    near = {name: sorted(mutants(name, seed)) for name in known}
    assert sum(map(len, near.values())) >= 200
    for name, hostile in near.items():
        models = models_of([name, *hostile])
        assert [other for other in hostile if models[other] == models[name]] == []
        pairs = [pair for pair in combinations(hostile, 2) if models[pair[0]] == models[pair[1]]]
        assert pairs == []


# --- snapshots and families -----------------------------------------------------------------------


def test_the_bare_name_joins_its_only_snapshot() -> None:
    models = models_of(["claude-3-5-haiku", "claude-3-5-haiku-20241022", "Claude Haiku 3.5"])
    assert set(models.values()) == {"claude-3-5-haiku"}


def test_two_snapshots_keep_the_bare_name_apart() -> None:
    stated = ["nova-9", "nova-9-20250101", "nova-9-2025-06-01", "nova-9-latest"]
    models = models_of(stated)
    assert models["nova-9"] == models["nova-9-latest"] == "nova-9"
    assert len(set(models.values())) == 3


@pytest.mark.parametrize("family", ["gpt-4o", "claude-3-5-sonnet", "gpt-4-turbo"])
def test_the_bare_name_of_a_family_is_never_its_only_snapshot(family: str) -> None:
    assert len(set(models_of([family, f"{family}-20240513"]).values())) == 2


def models_sold(
    offers: list[StandardPrice], *others: StatedSubject
) -> dict[StatedSubject, str | None]:
    """The model of each name, where one seller uses those that have a price."""
    found, _ = resolve([*(offer.subject for offer in offers), *others], offers)
    return {identity.subject: identity.model_id for identity in found}


@pytest.mark.parametrize("other", ["nova-9-20250101", "nova-9-latest"])
def test_names_that_a_seller_prices_apart_are_two_models_to_it(other: str) -> None:
    assert len(set(models_sold([priced("nova-9", 30), priced(other, 36)]).values())) == 1, (
        "a region's difference"
    )
    assert len(set(models_sold([priced("nova-9", 30), priced(other, 40)]).values())) == 2


def test_names_that_one_seller_prices_apart_are_one_model_to_others() -> None:
    bare, dated = route("nova-9", "other"), route("nova-9-20250101", "other")
    models = models_sold([priced("nova-9", 3), priced("nova-9-20250101", 4)], bare, dated)
    assert (
        models[bare] == models[dated] == models[route("nova-9-20250101")] != models[route("nova-9")]
    )


def test_names_that_their_maker_prices_apart_are_two_models_to_all() -> None:
    bare, dated = route("claude-9", "other"), route("claude-9-20250101", "other")
    offers = [
        priced("claude-9", 3, provider="anthropic"),
        priced("claude-9-20250101", 4, provider="anthropic"),
    ]
    assert len(set(models_sold(offers, bare, dated).values())) == 2


def test_a_bare_name_is_the_only_snapshot_that_its_maker_names() -> None:
    own = route("claude-sonnet-9-20250514", "anthropic")
    subjects = [
        route("claude-sonnet-9", "acme"),
        own,
        route("claude-9-sonnet-20250522", "anthropic"),
    ]
    found = {identity.subject.stated: identity for identity in resolve(subjects, own={own})[0]}
    assert found["claude-sonnet-9"].model_id == found["claude-sonnet-9-20250514"].model_id
    assert found["claude-sonnet-9"].rule == "makers_sole_snapshot"
    assert found["claude-9-sonnet-20250522"].model_id != found["claude-sonnet-9"].model_id


def test_a_name_that_says_nothing_is_its_owners() -> None:
    models = models_of(["openrouter/auto", "kilo/auto", "auto", "acme/nova-9", "nova-9"])
    assert len({models["openrouter/auto"], models["kilo/auto"], models["auto"]}) == 3
    assert models["acme/nova-9"] == models["nova-9"]


def test_prices_of_different_sellers_part_no_names() -> None:
    stated = ["nova-9", "nova-9-20250101"]
    offers = [priced("nova-9", 3), priced("nova-9-20250101", 4, provider="other")]
    assert len(set(models_of(stated, offers).values())) == 1


def test_the_rule_that_decided_is_kept() -> None:
    stated = [
        "gpt-4o",
        "gpt-4o-2024-05-13",
        "nova-9",
        "nova-9-20250101",
        "solo",
        "deepseek.v3-v1:0",
    ]
    rules = {identity.subject.stated: identity.rule for identity in resolve(map(route, stated))[0]}
    assert rules == {
        "gpt-4o": "family_name",
        "gpt-4o-2024-05-13": "snapshot",
        "nova-9": "sole_snapshot",
        "nova-9-20250101": "snapshot",
        "solo": "folded_name",
        "deepseek.v3-v1:0": "curated_alias",
    }


def test_a_name_that_nobody_else_uses_is_provisional() -> None:
    identities, _ = resolve([route("solo"), route("nova-9"), route("nova-9", "other")])
    assert {identity.subject.stated: identity.is_provisional for identity in identities} == {
        "solo": True,
        "nova-9": False,
    }


def test_a_service_is_no_model() -> None:
    identities, models = resolve([StatedSubject("acme", "service", "Web search")])
    assert [(identity.model_id, identity.route_id, identity.rule) for identity in identities] == [
        (None, None, "service")
    ]
    assert models == []


# --- routes ---------------------------------------------------------------------------------------


def routes_of(stated: Iterable[str], offers: Iterable[StandardPrice] = ()) -> dict[str, str | None]:
    return {
        identity.subject.stated: identity.route_id
        for identity in resolve(map(route, stated), offers)[0]
    }


def test_a_seller_has_one_route_of_a_model_and_one_for_each_variant() -> None:
    stated = [
        "anthropic/claude-3.5-haiku",
        "anthropic/claude-3-5-haiku-20241022",
        "anthropic/claude-3.5-haiku:beta",
    ]
    plain, dated, beta = routes_of(stated).values()
    assert (plain, beta) == (dated, f"{plain}:beta")


def test_ids_that_a_seller_prices_differently_are_routes_of_their_own() -> None:
    stated = ["nova-9", "pool/nova-9"]
    assert len(set(routes_of(stated).values())) == 1
    routes = routes_of(stated, [priced("nova-9", 3), priced("pool/nova-9", 4)])
    assert routes == {"nova-9": "acme/nova-9", "pool/nova-9": "acme/pool/nova-9"}
    assert set(models_of(stated).values()) == {"nova-9"}


@pytest.mark.parametrize(
    ("stated", "variant"),
    [
        ("eu.anthropic.claude-haiku-4-5", "eu"),
        ("us/claude-haiku-4-5", "us"),
        ("global.claude-haiku-4-5", "global"),
        ("bedrock/us-gov-west-1/claude-haiku-4-5", "us-gov-west-1"),
        ("TEE/claude-haiku-4-5", "tee"),
        ("claude-haiku-4-5-TEE", "tee"),
        ("stealth/claude-haiku-4.5", "stealth"),
        ("regional.anthropic.claude-haiku-4-5-v1:0", "regional"),
    ],
)
def test_a_region_or_a_trusted_environment_is_a_variant_of_the_route(
    stated: str, variant: str
) -> None:
    identities, models = resolve([route(stated), route("claude-haiku-4-5", "other")])
    assert len(models) == 1
    assert {identity.variant for identity in identities} == {variant, None}


# --- in any order, and unique ---------------------------------------------------------------------

HOSTILE = [
    "",
    "/",
    ":",
    "()",
    "-",
    "latest",
    "free",
    "2024-05-13",
    "20240513",
    "v1:0",
    "a:0",
    "a/:free",
    "gpt",
    "模型",
    "模型-2",
    "a--b",
    "a b",
    "a-b",
    "a_b-2",
    "a.b",
    "a-b-2",
    "../../etc/passwd",
    "x" * 3000,
    "openai-openai-gpt",
    "openai",
    "gpt (a) (b)",
    "\u200bgpt",
]
hostile_names = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=8), st.text("ab12-:/. ()v", max_size=9), names
)
subjects = st.lists(
    st.builds(
        StatedSubject,
        st.sampled_from(["p", "p/a", "openai"]),
        st.sampled_from(["route", "model", "service"]),
        hostile_names,
    ),
    max_size=14,
)
offered = st.lists(st.builds(priced, hostile_names, st.integers(1, 3)), max_size=6)


def by_subject(
    resolved: tuple[list[Identity], list[KnownModel]],
) -> tuple[list[Identity], list[KnownModel]]:
    identities, models = resolved
    return sorted(identities, key=lambda identity: identity.subject), sorted(
        models, key=lambda model: model.model_id
    )


@settings(deadline=None)
@given(subjects, offered, st.randoms())
def test_the_order_of_names_and_offers_does_not_matter(
    stated: list[StatedSubject], offers: list[StandardPrice], shuffle: random.Random
) -> None:
    mixed, mixed_offers = [*stated, *stated[:3]], [*offers]
    shuffle.shuffle(mixed)
    shuffle.shuffle(mixed_offers)
    assert by_subject(resolve(mixed, mixed_offers)) == by_subject(resolve(stated, offers))


@settings(deadline=None)
@given(subjects, offered)
@example([route(name) for name in HOSTILE], [])
@example(
    [route("a b"), route("a-b"), route("a-b-2"), route("a/b"), route("模型"), route("a.b")], []
)
def test_ids_slugs_and_routes_are_unique_whatever_the_names(
    stated: list[StatedSubject], offers: list[StandardPrice]
) -> None:
    identities, models = resolve(stated, offers)
    assert {identity.subject for identity in identities} == set(stated)
    assert len(identities) == len(set(stated))
    assert len({model.model_id for model in models}) == len(models)
    assert len({model.slug for model in models}) == len(models)
    assert all(
        re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", model.slug) and len(model.slug) < 120
        for model in models
    )
    known = {model.model_id for model in models}
    of_route: dict[str, tuple[str, str | None]] = {}
    for identity in identities:
        assert (identity.model_id in known) == (identity.subject.kind != "service")
        if identity.route_id:
            meant = (identity.subject.provider, identity.model_id)
            assert of_route.setdefault(identity.route_id, meant) == meant


@pytest.mark.parametrize(
    ("sold", "repository", "is_joined"),
    [
        ("acme/nova-4-70b", "AcmeLabs/Nova-4-70B", True),
        ("acme/molmo-2-8b", "AcmeLabs/Molmo2-8B-Instruct", True),
        ("acme/nova-4-70b", "AcmeLabs/Nova-4-70B-FP8", False),
        ("aion-1.0-mini", "FuseAI/FuseO1-32B-Preview", False),
    ],
)
def test_an_upload_is_the_model_that_a_seller_names_it_for_where_the_names_agree(
    sold: str, repository: str, is_joined: bool
) -> None:
    seller = StatedSubject("openrouter", "route", sold)
    upload = StatedSubject("huggingface", "model", repository)
    found, _ = resolve([seller, upload], repositories={seller: repository})
    rules = {identity.subject: identity.rule for identity in found}
    assert rules[upload] == ("stated_repository" if is_joined else "own_repository")
    assert len({identity.model_id for identity in found}) == (1 if is_joined else 2)
    other = StatedSubject("openrouter", "route", "acme/nova-5")
    both = dict.fromkeys((seller, other), repository)
    found, _ = resolve([seller, other, upload], repositories=both)
    assert {i.rule for i in found if i.subject == upload} == {"own_repository"}


def test_a_route_is_the_model_of_the_repository_that_it_names() -> None:
    short = StatedSubject("openrouter", "route", "acme/nova-euryale-70b")
    full = StatedSubject("novita-ai", "route", "acme/nova-70b-euryale-v2.1")
    upload = StatedSubject("huggingface", "model", "Acme/Nova-70B-Euryale-v2.1")
    found, _ = resolve([short, full, upload], repositories={short: upload.stated})
    assert {identity.model_id for identity in found} == {"nova-70b-euryale-v2.1"}
    found, _ = resolve([short, full], repositories={short: upload.stated})
    assert len({identity.model_id for identity in found}) == 2  # nobody read the repository
    apart = full._replace(provider="openrouter")
    found, _ = resolve([short, apart, upload], repositories={short: upload.stated})
    assert len({identity.model_id for identity in found}) > 1  # its seller sells both


def test_an_upload_is_its_own_model_even_under_another_name() -> None:
    subjects = [
        StatedSubject("huggingface", "model", "someone/Llama-3.2-1B-Instruct"),
        StatedSubject("huggingface", "model", "other/Llama-3.2-1B-Instruct"),
        StatedSubject("meta", "model", "meta-llama/Llama-3.2-1B-Instruct"),
        StatedSubject("groq", "route", "llama-3.2-1b-instruct"),
    ]
    identities, models = resolve(subjects)
    ids = {identity.subject.stated: identity.model_id for identity in identities}
    assert ids == {
        "someone/Llama-3.2-1B-Instruct": "someone/llama-3.2-1b-instruct",
        "other/Llama-3.2-1B-Instruct": "other/llama-3.2-1b-instruct",
        "meta-llama/Llama-3.2-1B-Instruct": "llama-3.2-1b-instruct",
        "llama-3.2-1b-instruct": "llama-3.2-1b-instruct",
    }
    assert {model.lab for model in models} == {None, "meta"}

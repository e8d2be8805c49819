"""Names read one by one: what stands in a name beside its family, and names that name nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identity.names import id_from_name, of_seller, parse_name
from pipeline.identity.resolve import Identity, StatedSubject, resolve


def route(stated: str, provider: str = "acme") -> StatedSubject:
    return StatedSubject(provider, "route", stated)


def identities(*subjects: StatedSubject) -> dict[StatedSubject, Identity]:
    found, _ = resolve(subjects)
    return {identity.subject: identity for identity in found}


def models(*subjects: StatedSubject) -> list[str | None]:
    found = identities(*subjects)
    return [found[subject].model_id for subject in subjects]


# --- percent-encoded names ------------------------------------------------------------------------


def test_a_percent_encoded_name_is_the_name_that_it_encodes() -> None:
    plain, encoded = route("qwen/qwen3-32b"), route("qwen%2Fqwen3-32b", "other")
    found = identities(plain, encoded)
    assert found[plain].model_id == found[encoded].model_id == "qwen3-32b"
    assert found[encoded].rule == "percent_encoded"


def test_a_percent_sign_alone_encodes_nothing() -> None:
    assert parse_name("acme-50%-off").rules == ()


# --- a seller's name in front ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "plain", "variant"),
    [
        ("groq-llama-4-scout-17b-16e-instruct", "llama-4-scout-17b-16e-instruct", "groq"),
        ("cerebras-llama-4-scout-17b-16e-instruct", "llama-4-scout-17b-16e-instruct", "cerebras"),
        ("azure-gpt-4o-mini", "gpt-4o-mini", "azure"),
        ("xiaomi-mimo-v2-5", "mimo-v2.5", None),
        ("AI21-Jamba-1.5-Large", "jamba-1.5-large", None),
        ("ai21-j2-mid-v1", "j2-mid-v1", None),
    ],
)
def test_a_known_sellers_name_in_front_is_no_part_of_the_family(
    stated: str, plain: str, variant: str | None
) -> None:
    found = identities(route(stated), route(plain, "other"))
    dressed, bare = found[route(stated)], found[route(plain, "other")]
    assert dressed.model_id == bare.model_id == plain
    assert (dressed.rule, dressed.variant) == ("seller_prefix", variant)


@pytest.mark.parametrize(
    "stated",
    ["mistral-large-2411", "deepseek-v3", "llama-nemotron-ultra", "minimax-m2", "groq-whisperer"],
)
def test_a_makers_own_first_word_is_never_taken_for_a_seller(stated: str) -> None:
    assert parse_name(stated).rules == ()


# --- words that say how a model is served ---------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "plain", "variant"),
    [
        ("meta-llama/Llama-3.3-70B-Instruct-Turbo", "llama-3.3-70b-instruct", "turbo"),
        ("deepseek-ai/DeepSeek-V3-0324-fast", "deepseek-v3-0324", "fast"),
        ("accounts/fireworks/models/deepseek-r1-basic", "deepseek-r1", "basic"),
        ("anthropic/claude-opus-4.6-fast", "claude-opus-4.6", "fast"),
        ("mistralai/mixtral-8x7b-instruct-hf", "mixtral-8x7b-instruct", "hf"),
        ("Llama-4-Maverick-17B-128E-Instruct-FP8", "llama-4-maverick", "fp8"),
        ("mistral-large-3-fp8", "mistral-large-2512", "fp8"),
        ("google/gemma-4-31B-turbo-TEE", "gemma-4-31b", "tee turbo"),
    ],
)
def test_a_word_of_serving_is_a_variant_of_the_route(stated: str, plain: str, variant: str) -> None:
    found = identities(route(stated), route(plain, "other"))
    served, bare = found[route(stated)], found[route(plain, "other")]
    assert served.model_id == bare.model_id
    assert served.variant == variant
    assert served.rule.startswith("serving_word")
    assert served.model_id != id_from_name(stated, keep_snapshot=False), "the id is the plain one"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gpt-3.5-turbo", "gpt-3.5"),
        ("glm-5-turbo", "glm-5"),
        ("kimi-k2-turbo", "kimi-k2"),
        ("qwen-turbo", "qwen"),
        ("grok-4-fast", "grok-4"),
        ("veo-3.1-fast", "veo-3.1"),
        ("llama-4-scout-17b-16e-instruct-fp8", "llama-4-scout-17b-16e-instruct"),
        ("glm-5-fp8", "glm-5"),
        ("turbo", "basic"),
    ],
)
def test_where_a_maker_calls_a_model_so_the_word_is_its_name(one: str, other: str) -> None:
    first, second = models(route(one), route(other, "other"))
    assert first != second


# --- regions, and names of Amazon's resources -----------------------------------------------------


@pytest.mark.parametrize("region", ["ca", "us", "eu", "global", "us-gov", "apac"])
def test_a_region_in_front_is_a_variant_of_the_route(region: str) -> None:
    stated = f"{region}.amazon.nova-lite-v1:0"
    found = identities(route(stated), route("amazon.nova-lite-v1:0"))
    assert {identity.model_id for identity in found.values()} == {"nova-lite"}
    assert found[route(stated)].variant == region


@pytest.mark.parametrize(
    "resource",
    [
        "application-inference-profile/ab12cd34ef56",
        "provisioned-model/ab12cd34ef56",
        "imported-model/ab12cd34ef56",
        "endpoint/ab12cd34ef56",
    ],
)
@pytest.mark.parametrize("before", ["", "bedrock/", "bedrock/converse/"])
def test_a_resource_of_an_account_is_no_model(resource: str, before: str) -> None:
    stated = f"{before}arn:aws:bedrock:us-east-1:111122223333:{resource}"
    found, known = resolve([route(stated), route(stated.replace(":", "%3A"))])
    assert known == []
    for identity in found:
        assert (identity.model_id, identity.route_id) == (None, None)
        assert identity.rule == "names_no_model"


def test_a_resource_that_holds_a_models_id_is_that_model() -> None:
    profile = route(
        "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0"
    )
    foundation = route("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0")
    found = identities(profile, foundation)
    assert {identity.model_id for identity in found.values()} == {"nova-lite"}
    assert found[profile].variant == "us"


# --- names that name nothing ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["search", "rerank", "auto", "default", "container", "v3", "embed-v4"]
)
def test_a_generic_name_is_joined_with_no_other_sellers(name: str) -> None:
    found = identities(route(name, "one"), route(name, "two"), route(f"three/{name}", "four"))
    assert len({identity.model_id for identity in found.values()}) == 3
    assert {identity.rule for identity in found.values()} == {"generic_name"}


def test_a_generic_name_is_its_owners_wherever_it_is_sold() -> None:
    own, aggregated = route("auto", "openrouter"), route("openrouter/auto", "kilo")
    tagged = route("openrouter/auto:beta", "openrouter")
    assert models(own, aggregated, tagged) == ["openrouter/auto"] * 3
    assert models(route("exa_ai/search", "exa-ai")) == ["exa-ai/search"]
    assert models(route("fal-ai/ideogram/v3/text-to-image")) == ["ideogram/v3/text-to-image"]


def test_two_makers_of_one_generic_name_are_told_apart_by_the_maker_that_each_row_says() -> None:
    assert (
        models(
            route("rerank-2", "voyageai"),
            route("voyage/rerank-2", "vercel"),
            route("rerank-2", "cohere"),
            route("cohere/rerank-2", "vercel"),
            route("cohere.rerank-2:0", "amazon-bedrock"),
        )
        == ["voyageai/rerank-2"] * 2 + ["cohere/rerank-2"] * 3
    )


def test_a_route_of_its_owner_says_the_owner_once() -> None:
    (identity,) = identities(route("rerank-2", "cohere")).values()
    assert identity.route_id == "cohere/rerank-2"


# --- one word of two makers -----------------------------------------------------------------------


def test_a_makers_own_word_is_its_own_at_that_maker() -> None:
    found = identities(
        route("nova-2", "deepgram"),
        route("@cf/deepgram/nova-2", "cloudflare-workers-ai"),
        route("amazon.nova-2-v1:0", "amazon-bedrock"),
        route("nova-2", "vercel"),
    )
    assert [identity.model_id for identity in found.values()].count("deepgram/nova-2") == 2
    assert [identity.model_id for identity in found.values()].count("nova-2") == 2
    assert found[route("nova-2", "deepgram")].rule == "makers_own_word"


def test_the_lab_of_an_owned_name_is_its_owner() -> None:
    _, known = resolve([route("nova-2", "deepgram"), route("nova-2", "amazon-bedrock")])
    assert {model.model_id: model.lab for model in known} == {
        "deepgram/nova-2": "deepgram",
        "nova-2": "amazon",
    }


# --- spelling -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("embed-v-4-0", "embed-v4.0"),
        ("codestral-25.01", "codestral-2501"),
        ("Codestral 25.01", "codestral-2501"),
        ("mistral-large-25-12", "mistral-large-2512"),
        ("code-llama-34b-instruct", "codellama-34b-instruct"),
        ("recraftv3", "recraft-v3"),
        ("command-r+", "command-r-plus"),
        ("Command R+ (08-2024)", "command-r-plus-08-2024"),
        ("ai21.j2-mid-v1", "j2-mid-v1"),
        ("llama4-maverick", "llama-4-maverick"),
    ],
)
def test_two_spellings_of_one_family(one: str, other: str) -> None:
    assert parse_name(one).key == parse_name(other).key


@given(st.text(max_size=20), st.sampled_from(["acme", "deepgram", "cohere", ""]))
def test_any_name_can_be_read_as_any_sellers(name: str, seller: str) -> None:
    parsed = parse_name(name)
    owned = of_seller(parsed, seller)
    assert owned.snapshot == parsed.snapshot
    assert owned.variant == parsed.variant
    assert owned.family[1:] == parsed.family[1:]
    assert owned.family[0].endswith(parsed.family[0])


@pytest.mark.parametrize(
    ("stated", "variant"),
    [("nova-4-latest", None), ("nova-4@latest", None), ("eu.nova-4-latest", "eu")],
)
def test_a_name_that_is_the_latest_of_a_family_is_a_pointer(
    stated: str, variant: str | None
) -> None:
    latest, plain = parse_name(stated), parse_name("nova-4")
    assert (latest.is_pointer, plain.is_pointer) == (True, False)
    assert latest.family == plain.family == ("nova", "4")
    assert latest.variant == variant

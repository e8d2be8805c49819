"""Names of more or fewer words than another of the same model, joined by what all names say."""

from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.identity.resolve import Identity, StatedSubject, resolve

MAVERICK = "Llama 4 Maverick 17B 128E"


def route(stated: str, provider: str = "acme") -> StatedSubject:
    return StatedSubject(provider, "route", stated)


def identities(subjects: Iterable[StatedSubject]) -> dict[StatedSubject, Identity]:
    found, _ = resolve(subjects)
    return {identity.subject: identity for identity in found}


def joined(one: StatedSubject, other: StatedSubject, *others: StatedSubject) -> str | None:
    """The rule by which one is joined with the other, where these are all that is known."""
    found = identities([one, other, *others])
    if found[one].model_id != found[other].model_id:
        return None
    return found[one].rule


# --- spellings that other names tell --------------------------------------------------------------


def test_a_missing_point_is_read_where_two_others_write_it() -> None:
    short, full, again = route("gpt-52"), route("gpt-5.2", "b"), route("gpt-5.2", "c")
    assert joined(short, full, again) == "missing_point"
    assert joined(route("minimax-m21"), route("minimax-m2.1", "b"), route("minimax-m2.1", "c"))
    assert joined(short, full) is None, "one seller's spelling is no evidence"
    assert joined(short, route("gpt-5.2", "openai")) == "missing_point", "its maker's is"


@pytest.mark.parametrize(
    ("stated", "pointed"),
    [
        ("l31-70b-euryale-v2.2", "l3.1-70b-euryale-v2.2"),
        ("deepseek-r1-distill-qwen-1-5b", "deepseek-r1-distill-qwen-1.5b"),
        ("mistral-small-31-24b-instruct", "mistral-small-3.1-24b-instruct"),
    ],
)
def test_a_point_may_be_missing_in_a_first_word_a_size_and_an_alias(
    stated: str, pointed: str
) -> None:
    subjects = [route(stated), route(pointed, "b"), route(pointed, "c")]
    assert joined(*subjects) == "missing_point"
    assert identities(subjects)[subjects[0]].model_id == pointed


def test_a_size_behind_a_version_lacks_no_point() -> None:
    assert joined(route("gemma-2-9b"), route("gemma-9b", "b"), route("gemma-9b", "c")) is None


def test_a_number_that_its_maker_states_lacks_no_point() -> None:
    own = route("gpt-52", "openai")
    assert joined(own, route("gpt-5.2", "b"), route("gpt-5.2", "c")) is None


def test_words_in_another_order_are_one_family() -> None:
    assert (
        joined(
            route("nemotron-nano-v2-12b"),
            route("nemotron-nano-12b-v2", "b"),
            route("nemotron-nano-12b-v2", "c"),
        )
        == "word_order"
    )
    assert joined(route("nova-pro-lite"), route("nova-lite", "b")) is None


def test_it_is_instruct() -> None:
    assert (
        joined(
            route("gemma-3-12b-instruct"),
            route("gemma-3-12b-it", "b"),
            route("gemma-3-12b-it", "c"),
        )
        == "instruct_word"
    )


# --- a version or a size beside a revision --------------------------------------------------------


@pytest.mark.parametrize(
    "stated",
    [
        "mistral-large-3-25-12",
        "mistralai/mistral-large-3-675b-instruct-2512",
        "mistral-large-3-2512",
    ],
)
def test_what_stands_beside_a_revision_adds_nothing(stated: str) -> None:
    own = route("mistral-large-2512", "mistral")
    assert joined(route(stated), own) == "dated_revision"
    assert joined(route(stated), route("mistral-large-2512", "b")) is None, "the maker does not say"


def test_another_word_or_another_revision_is_another_model() -> None:
    own = route("devstral-2512", "mistral")
    assert joined(route("devstral-small-2-24b-2512"), own) is None
    assert joined(route("devstral-2-2511"), own) is None


def test_two_sizes_of_one_revision_are_two_models() -> None:
    own = route("ministral-2512", "mistral")
    small, large = route("ministral-3b-2512"), route("ministral-8b-2512")
    assert joined(small, own) == "dated_revision"
    assert joined(small, own, large) is None


# --- a size left out ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stated", ["llama4-maverick-17b-instruct", "llama-4-maverick-instruct", "llama-4-maverick-17b"]
)
def test_a_size_is_redundant_where_the_maker_names_one(stated: str) -> None:
    base, tuned = route(MAVERICK, "meta"), route(f"{MAVERICK} Instruct", "meta")
    rule = joined(route(stated), tuned, base)
    assert rule is not None
    assert "sole_size" in rule


def test_a_size_is_not_redundant_where_others_alone_name_it() -> None:
    assert joined(route("nova-9"), route("nova-9-70b", "b"), route("nova-9-70b", "c")) is None


def test_a_size_is_not_redundant_where_the_maker_names_two() -> None:
    sizes = [route("llama-9-8b", "meta"), route("llama-9-70b", "meta")]
    assert joined(route("llama-9"), *sizes) is None
    assert joined(route("llama-9"), sizes[0]) == "sole_size"


def test_a_seller_that_lists_a_size_beside_the_bare_name_tells_them_apart() -> None:
    bare, sized = route("llama-9"), route("llama-9-8b", "meta")
    assert joined(bare, sized) == "sole_size"
    assert joined(bare, sized, route("llama-9-8b")) is None


def test_a_slip_in_the_size_joins_nothing_and_keeps_nothing_apart() -> None:
    tuned = route(f"{MAVERICK} Instruct", "meta")
    slip, short = route("llama-4-maverick-17b-16e-instruct", "b"), route("llama4-maverick-17b", "c")
    assert joined(slip, tuned, short) is None
    assert joined(short, tuned, slip) == "sole_size + sole_form"


def test_a_name_without_a_version_or_with_revisions_outlives_a_size() -> None:
    assert joined(route("llama"), route("llama-70b", "meta")) is None
    sized, revised = route("llama-9-70b", "meta"), route("llama-9-2509", "b")
    assert joined(route("llama-9"), sized, revised) is None


# --- "instruct" left out --------------------------------------------------------------------------


def test_the_bare_name_is_the_tuned_model_where_nobody_lists_both() -> None:
    bare, tuned = route("gemma-9-27b"), route("gemma-9-27b-it", "b")
    assert joined(bare, tuned) == "sole_form"
    assert joined(bare, tuned, route("gemma-9-27b-it")) is None, "its seller lists both"
    assert joined(bare, tuned, route("gemma-9-27b", "b")) is None, "the other seller does"


def test_a_seller_that_lists_both_forms_of_another_size_means_the_base_model() -> None:
    bare, tuned = route("gemma-9-27b"), route("gemma-9-27b-it", "b")
    small, small_tuned = route("gemma-9-4b"), route("gemma-9-4b-it")
    assert joined(bare, tuned, small) == "sole_form"
    assert joined(bare, tuned, small, small_tuned) is None


def test_the_bare_name_is_open_where_another_form_is_known() -> None:
    bare, tuned = route("qwen3-next-80b-a3b"), route("qwen3-next-80b-a3b-instruct", "b")
    assert joined(bare, tuned) == "sole_form"
    assert joined(bare, tuned, route("qwen3-next-80b-a3b-thinking", "c")) is None


def test_the_bare_name_is_open_where_it_is_revised() -> None:
    bare, tuned = route("mistral-7b"), route("mistral-7b-instruct", "b")
    assert joined(bare, tuned, route("mistral-7b-instruct-v0.3", "c")) is None


# --- titles ---------------------------------------------------------------------------------------


def test_a_sellers_title_is_its_one_id_of_more_words() -> None:
    base, title = StatedSubject("meta", "model", MAVERICK), route(MAVERICK)
    tuned = StatedSubject("meta", "model", f"{MAVERICK} Instruct")
    own = route("llama-4-maverick-17b-128e-instruct-maas")
    found = identities([base, tuned, title, own])
    assert found[title].rule == "title_of_id"
    assert found[title].model_id == found[own].model_id == found[tuned].model_id
    assert found[base].model_id != found[title].model_id


def test_a_title_is_what_its_id_is() -> None:
    title, own = route("Gemma 9"), route("gemma-9-27b")
    tuned = route("gemma-9-27b-it", "b")
    found = identities([title, own, tuned])
    assert found[own].rule == "sole_form"
    assert len({identity.model_id for identity in found.values()}) == 1


def test_a_title_of_several_ids_is_none_of_them() -> None:
    title, small, large = route("Llama 3.1"), route("llama-3.1-8b"), route("llama-3.1-70b")
    assert joined(title, small, large) is None
    assert joined(title, large) == "title_of_id"


# --- whatever is known ----------------------------------------------------------------------------

words = st.sampled_from(["llama", "gemma", "9", "8b", "70b", "instruct", "it", "thinking", "2512"])
names = st.lists(words, min_size=1, max_size=5).map("-".join)
sellers = st.sampled_from(["meta", "google", "a", "b"])
stated_routes = st.lists(st.builds(route, names, sellers), max_size=10)


@given(stated_routes)
@example([route(name, "meta") for name in ("8b", "8b-8b", "8b-instruct")])
@example([route(name, "meta") for name in ("8b-8b", "8b-8b-instruct", "2512")])
def test_sizes_that_differ_are_never_joined_by_a_rule(subjects: list[StatedSubject]) -> None:
    sizes: dict[str | None, set[str]] = {}
    for subject, identity in identities(subjects).items():
        found = {word for word in subject.stated.split("-") if word in ("8b", "70b")}
        if len(found) == 1:
            sizes.setdefault(identity.model_id, set()).update(found)
    assert all(len(found) == 1 for found in sizes.values())

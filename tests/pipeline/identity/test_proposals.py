"""Proposals: likeness shows a person what may be one model, and joins nothing."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.identity.proposals import ALIKE, propose
from pipeline.identity.resolve import StatedSubject, resolve

MODELS = [
    "claude-3-5-haiku",
    "llama-3.3-70b-instruct",
    "glm-4.7",
    "deepseek-v4-flash",
    "qwen2.5-coder-32b-instruct",
]


def proposed(*names: str) -> dict[str, str]:
    return {proposal.stated: proposal.model_id for proposal in propose(names, MODELS)}


def test_a_name_like_a_known_one_is_proposed() -> None:
    assert proposed("deepseek-v4-flsh", "Llama 3.3 70B Instructt") == {
        "deepseek-v4-flsh": "deepseek-v4-flash",
        "Llama 3.3 70B Instructt": "llama-3.3-70b-instruct",
    }


def test_other_numbers_are_never_proposed() -> None:
    assert (
        proposed("llama-3.1-70b-instruct", "llama-3.3-7b-instruct", "glm-4.6", "claude-3-7-haiku")
        == {}
    )


def test_most_alike_comes_first() -> None:
    found = list(
        propose(["deepseek-v4-flsh", "deepseek-v4-flsha", "qwen2.5-coder-32b-instrct"], MODELS)
    )
    assert [proposal.likeness for proposal in found] == sorted(
        (p.likeness for p in found), reverse=True
    )
    assert all(ALIKE <= proposal.likeness <= 100 for proposal in found)


@given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.text(max_size=12), max_size=6))
def test_whatever_the_names_each_is_proposed_once_at_most(
    names: list[str], models: list[str]
) -> None:
    stated = [proposal.stated for proposal in propose(names, models)]
    assert len(stated) == len(set(stated)) <= len(set(names))
    assert set(stated) <= set(names)


def test_likeness_joins_nothing() -> None:
    found, _ = resolve(
        [
            StatedSubject("a", "route", "deepseek-v4-flash"),
            StatedSubject("b", "route", "deepseek-v4-flsh"),
        ]
    )
    assert len({identity.model_id for identity in found}) == 2

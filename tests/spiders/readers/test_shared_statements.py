"""A sentence that holds for all models of a page is said of each, with the sentence as quote."""

import pytest

from spiders.claims import Quote
from spiders.parsing.page import Page
from spiders.readers.shared_statements import shared_claims, shared_statements

ROUTE = Quote(text="m-1", locator="line:1")


def said(sentence: str) -> list[tuple[str | None, str | None, str | None, str]]:
    page = Page(f"# Models\n\n{sentence}\n".encode(), url="")
    claims = shared_claims(shared_statements(page.outline), route=ROUTE)
    return [(claim.attribute, claim.variant, claim.value, claim.quote.text) for claim in claims]


def test_each_part_of_the_sentence_is_a_statement_with_the_sentence_as_quote() -> None:
    sentence = "All current Acme models support text and image input, text output, and vision."
    assert said(f"Choose one. {sentence} They are sold everywhere.") == [
        ("input_modalities", None, "text, image", sentence),
        ("output_modalities", None, "text", sentence),
        ("capability", "vision", "yes", sentence),
    ]


def test_what_models_take_is_their_input() -> None:
    assert [found[:3] for found in said("All our models take text, images and PDFs.")] == [
        ("input_modalities", None, "text, images, pdfs")
    ]


def test_capabilities_of_the_vocabulary_are_read_and_other_words_are_not() -> None:
    found = said("Every model supports function calling, structured outputs and good manners.")
    assert [variant for _, variant, _, _ in found] == ["function_calling", "structured_outputs"]


@pytest.mark.parametrize(
    "sentence",
    [
        "All models support vision except Acme 1.",
        "All models support image input when the account is verified.",
        "All Acme models support many languages.",
        "Some models support vision.",
        "All publicly released models are listed below.",
    ],
)
def test_an_exception_a_condition_or_another_subject_says_nothing(sentence: str) -> None:
    assert said(sentence) == []

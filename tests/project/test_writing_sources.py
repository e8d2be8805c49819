"""docs/writing-sources.md: every example is run, and gives what the page says."""

import doctest
import re
from typing import Any, NamedTuple, get_args

import pytest

from pipeline.samples.coverage import cover_page
from spiders.claims import Attribute, Link, Meter
from spiders.source import Source
from tests.support import ROOT

DOCUMENT = ROOT / "docs" / "writing-sources.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MEDIA_TYPES = {"html": "text/html", "markdown": "text/markdown", "json": "application/json"}


class Example(NamedTuple):
    """A page, the source that reads it, and the facts that it must give, one row per fact."""

    name: str
    page: str
    media_type: str
    code: str
    facts: list[str]


def examples() -> list[Example]:
    """The examples in order: each is a page, a source and its facts, one fence after the other."""
    fences = [(match[1], match[2]) for match in FENCE.finditer(DOCUMENT.read_text("utf-8"))]
    found: list[Example] = []
    for (kind, page), (language, code), (result, facts) in zip(
        fences, fences[1:], fences[2:], strict=False
    ):
        if kind not in MEDIA_TYPES or (language, result) != ("python", "text"):
            continue
        name = re.search(r"^class (\w+)", code, re.MULTILINE)
        assert name, code
        found.append(Example(name[1], page, MEDIA_TYPES[kind], code, facts.splitlines()))
    return found


def source_of(example: Example) -> Source:
    """The source that an example defines, as if it stood in a file of its own."""
    defined: dict[str, Any] = {"__name__": f"examples.{example.name.lower()}"}
    exec(example.code, defined)  # noqa: S102 - the code stands in a document of this project
    return defined[example.name]()


def test_there_is_an_example_for_each_kind_of_page() -> None:
    assert {example.media_type for example in examples()} == set(MEDIA_TYPES.values())
    assert len(examples()) >= 5


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_an_example_gives_the_facts_that_stand_below_it(example: Example) -> None:
    source = source_of(example)
    covered = cover_page(source, source.links[0], example.page.encode(), example.media_type)
    assert [",".join(row) for row in covered.rows] == example.facts
    assert all(claim.quote.locator for claim in covered.claims)


def test_the_example_of_a_list_leads_on_to_pages_that_are_read() -> None:
    (example,) = [example for example in examples() if example.name == "AcmeCards"]
    source = source_of(example)
    first = source.links[0]
    page = cover_page(source, first, example.page.encode(), example.media_type).page
    assert list(source.follow(page)) == [
        Link(kind="card", url="https://acme.example/cards/nova-1", document="nova-1")
    ]
    card = b"# nova-1\n\n## Limits\n\n128,000 tokens of context at most.\n"
    covered = cover_page(source, next(source.follow(page)), card, "text/markdown")
    assert covered.facts == [("nova-1", "acme", "context_tokens", "", "", "128000")]


def test_every_attribute_and_meter_is_listed() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert [word for word in get_args(Attribute) if f"`{word}`" not in text] == []
    assert [word for word in get_args(Meter) if f"`{word}`" not in text] == []


def test_the_examples_of_readers_give_what_is_printed() -> None:
    failures, tried = doctest.testfile(
        str(DOCUMENT), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert tried > 10
    assert failures == 0

"""Pages as they changed in 2026, each made of our sample of it: what surprises costs itself, and no
fact is another than before.
"""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from pipeline.facts.normalise import canonical_value
from pipeline.facts.set_aside import SetAside
from pipeline.samples.pages import sample_pages
from spiders.claims import Claim
from spiders.extraction import Extraction, claim_key, extract
from spiders.parsing.page import Page
from spiders.registry import load_sources
from spiders.source import Source

SOURCES = load_sources().sources
LEAST_KEPT = 0.95


class ChangedPage(NamedTuple):
    """A page before and after a change."""

    source: str
    change: Callable[[str], str]
    is_loud: bool
    """Whether somebody is told."""


def without_a_cost(text: str) -> str:
    """A mode of a model has no prices."""
    page = json.loads(text)
    models = [model for lab in page.values() for model in lab["models"].values()]
    first = next(model for model in models if "experimental" in model)
    first["experimental"]["modes"]["slow"] = {"provider": {"body": {"speed": "slow"}}}
    return json.dumps(page)


def unchecked(text: str) -> str:
    """Of runs that nobody has checked it is not said either."""
    page = json.loads(text)
    for board in page["leaderboards"]:
        for run in board["results"]:
            run["checked"] = run["checked"] or None
    return json.dumps(page)


def another_header(text: str) -> str:
    """One table of announcements calls its models otherwise."""
    return text.replace(
        "| Shutdown date | Model snapshot |", "| Shutdown date | Deprecated model |"
    )


def footnotes_in_aliases(text: str) -> str:
    """A digit of a note stands behind each alias."""
    line = next(line for line in text.splitlines() if "**Claude API alias**" in line)
    cells = re.sub(r"(claude-[\w-]+) \|", r"\1<sup>1</sup> |", line)
    note = "\n<sup>1</sup> An alias leads to the newest snapshot.\n"
    return text.replace(line, cells) + note


def other_hours(text: str) -> str:
    """A price has others at some hours."""
    page = json.loads(text)
    plain = next(model for model in page["data"] if "overrides" not in model["pricing"])
    hours = {"utc_start": 0, "utc_end": 8, "prompt": "0.0000001", "completion": "0.0000002"}
    plain["pricing"]["overrides"] = [hours]
    return json.dumps(page)


def ordinal_day(text: str) -> str:
    return re.sub(r"(Last updated on \w+ )\d+,", r"\g<1>13th,", text)


def another_heading(text: str) -> str:
    """The section of models that hear is called otherwise."""
    return text.replace("Audio Models", "What it costs")


PAGES = {
    "models.dev": ChangedPage("models_dev", without_a_cost, is_loud=False),
    "SWE-bench": ChangedPage("swebench", unchecked, is_loud=False),
    "OpenAI deprecations": ChangedPage("openai_lifecycle", another_header, is_loud=False),
    "Anthropic models": ChangedPage("anthropic_models", footnotes_in_aliases, is_loud=False),
    "OpenRouter models": ChangedPage("openrouter_models", other_hours, is_loud=False),
    "Z.ai": ChangedPage("zai_pricing", another_heading, is_loud=False),
    "Vectara": ChangedPage("vectara", ordinal_day, is_loud=False),
}


def sample(name: str) -> tuple[Source, Any, str]:
    path = next(path for path in sample_pages(name) if path.stem == "page")
    source = SOURCES[name]()
    return source, source.links[0], path.read_text(encoding="utf-8")


def read(source: Source, link: Any, text: str) -> Extraction:
    return extract(source, Page(text.encode(), url=link.url, kind=link.kind))


def facts(claims: list[Claim]) -> dict[tuple[object, ...], str]:
    found: dict[tuple[object, ...], str] = {}
    for claim in claims:
        try:
            found[claim_key(claim)] = canonical_value(claim).text
        except SetAside:
            continue
    return found


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_changed_page_keeps_its_facts(page: ChangedPage) -> None:
    source, link, text = sample(page.source)
    changed = page.change(text)
    assert changed != text
    before, reading = facts(read(source, link, text).claims), read(source, link, changed)
    now = facts(reading.claims)
    kept = [key for key, value in before.items() if now.get(key) == value]
    assert len(kept) >= LEAST_KEPT * len(before), before.keys() - now.keys()
    assert [key for key in before.keys() & now.keys() if before[key] != now[key]] == []
    assert any(found.is_error for found in reading.findings) == page.is_loud


def without_an_id(text: str) -> str:
    page = json.loads(text)
    del next(iter(page["anthropic"]["models"].values()))["id"]
    return json.dumps(page)


def without_a_day(text: str) -> str:
    page = json.loads(text)
    del page["leaderboards"][0]["results"][0]["date"]
    return json.dumps(page)


@pytest.mark.parametrize(
    ("name", "change", "lost"),
    [
        ("models_dev", without_an_id, "claude-3-5-haiku-20241022"),
        ("swebench", without_a_day, "claude-sonnet-4-5-20250929"),
    ],
)
def test_a_thing_without_what_it_needs_costs_itself(
    name: str, change: Callable[[str], str], lost: str
) -> None:
    source, link, text = sample(name)
    before, reading = facts(read(source, link, text).claims), read(source, link, change(text))
    now = facts(reading.claims)
    assert {key[1] for key in before.keys() - now.keys()} == {lost}
    assert now.items() <= before.items()
    assert [found.kind for found in reading.findings if found.is_error] == ["changed"]


def many_models(text: str, count: int) -> Any:
    """models.dev as large as it is: copies of its models under names of their own."""
    page = json.loads(text)
    models = [(lab, name) for lab, about in page.items() for name in about["models"]]
    for number in range(count // len(models)):
        for lab, name in models:
            copy = json.loads(json.dumps(page[lab]["models"][name]))
            copy["id"] = f"{name}-{number}"
            page[lab]["models"][copy["id"]] = copy
    return page


def many_routes(text: str, count: int) -> Any:
    """OpenRouter's list as large as it is."""
    page = json.loads(text)
    routes = list(page["data"])
    for number in range(count // len(routes)):
        for route in routes:
            name = f"{route['id']}-{number}"
            page["data"].append({**route, "id": name, "canonical_slug": name})
    return page


def spoil_models(page: Any) -> None:
    """Four models are written as no model was before."""
    models = [model for lab in page.values() for model in lab["models"].values()]
    priced = [model for model in models if "cost" in model]
    priced[50]["cost"] = [priced[50]["cost"]]
    priced[500]["cost"]["input"] = {"amount": 1}
    del priced[1000]["id"]
    priced[-1]["limit"] = "see the documentation"


def spoil_routes(page: Any) -> None:
    """Four routes have hours of prices that nobody has seen, or are no routes."""
    routes = page["data"]
    routes[30]["pricing"] = {**routes[30]["pricing"], "overrides": [{"moon_phase": "full"}]}
    routes[100]["pricing"] = None
    routes[200]["pricing"] = {**routes[200]["pricing"], "prompt": ["0.1"]}
    routes[300] = "error"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "grow", "spoil", "count"),
    [
        ("models_dev", many_models, spoil_models, 3_000),
        ("openrouter_models", many_routes, spoil_routes, 400),
    ],
)
def test_a_page_of_full_size_keeps_all_but_what_is_strange(
    name: str, grow: Callable[[str, int], Any], spoil: Callable[[Any], None], count: int
) -> None:
    source, link, text = sample(name)
    page = grow(text, count)
    before = facts(read(source, link, json.dumps(page)).claims)
    spoil(page)
    reading = read(source, link, json.dumps(page))
    now = facts(reading.claims)
    lost = {key[1] for key in before.keys() - now.keys()}
    assert 1 <= len(lost) <= 4
    assert now.items() <= before.items()
    assert any(found.is_error for found in reading.findings)


COMPILED = """
const rows = [
  ["kimi-k2.6", "1M tokens", _jsxs(_Fragment, {children: ["$", "0.95"]}),
   _jsxs(_Fragment, {children: ["$", "4.00"]}), "262,144 tokens"],
];
_jsx(DocTable, {columns: [{title: "Model"}, {title: "Unit"}, {title: "Input Price"},
  {title: "Output Price"}, {title: "Context Window"}], rows: rows})
"""


def test_a_compiled_table_is_no_page_without_prices() -> None:
    source = SOURCES["moonshot_pricing"]()
    url = "https://platform.kimi.ai/docs/pricing/chat-k26.md"
    page = Page(f"# Kimi prices\n\n## Prices\n{COMPILED}".encode(), url=url, kind="prices")
    reading = extract(source, page)
    assert reading.claims == []
    assert [found.kind for found in reading.findings if found.is_error]
